/** Which of the things that ExifTool says of a file tell nothing about anybody. All others do. */

/** How a page is stored; of one that is compressed as JPEG, it says that it is a preview. */
const TIFF = `Orientation SubfileType ImageWidth ImageHeight BitsPerSample Compression PhotometricInterpretation FillOrder StripOffsets
  StripByteCounts SamplesPerPixel RowsPerStrip PlanarConfiguration PageNumber Predictor WhitePoint PrimaryChromaticities JPEGTables
  PreviewImageStart PreviewImageLength PreviewImage TileWidth TileLength TileOffsets TileByteCounts XResolution YResolution
  ResolutionUnit ExtraSamples SampleFormat T6Options YCbCrSubSampling`;

/** Groups of its names, and the names in them. */
const STRUCTURE: Readonly<Record<string, string>> = {
  File: `FileType FileTypeExtension PageCount MIMEType ImageDataHash ImageWidth ImageHeight EncodingProcess ColorComponents BitsPerSample
    YCbCrSubSampling ExifByteOrder`,
  JFIF: 'JFIFVersion XResolution YResolution ResolutionUnit',
  Adobe: 'DCTEncodeVersion ColorTransform APP14Flags0 APP14Flags1',
  IFD0: TIFF,
  IFD1: TIFF,
  PNG: `ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace AnimationFrames AnimationPlays Gamma SRGBRendering
    WhitePointX WhitePointY RedX RedY GreenX GreenY BlueX BlueY BackgroundColor Palette Transparency SignificantBits`,
  'PNG-pHYs': 'PixelsPerUnitX PixelsPerUnitY PixelUnits',
  GIF: `GIFVersion ImageWidth ImageHeight HasColorMap ColorResolutionDepth BitsPerPixel BackgroundColor TransparentColor FrameCount Duration
    AnimationIterations`,
  RIFF: 'WebP_Flags ImageWidth ImageHeight VP8Version HorizontalScale VerticalScale AlphaIsUsed',
  PDF: `PDFVersion Linearized PageCount Language HasXFA MediaBox EmbeddedImage EmbeddedImageWidth EmbeddedImageHeight
    EmbeddedImageColorSpace EmbeddedImageFilter`,
  ZIP: 'ZipRequiredVersion ZipBitFlag ZipCompression ZipCRC ZipCompressedSize ZipUncompressedSize ZipFileName',
  'ICC-header':
    'ProfileVersion ProfileClass ColorSpaceData ProfileConnectionSpace ProfileFileSignature RenderingIntent ConnectionSpaceIlluminant',
  ICC_Profile: `MediaWhitePoint MediaBlackPoint RedMatrixColumn GreenMatrixColumn BlueMatrixColumn RedTRC GreenTRC BlueTRC GrayTRC
    ChromaticAdaptation AToB0 AToB1 AToB2 BToA0 BToA1 BToA2 Gamut`,
};

/** What has to be there, and says nothing as long as it says this. */
const EMPTY: Readonly<Record<string, RegExp>> = {
  'ICC-header:ProfileDateTime': /^0000:00:00 00:00:00$/,
  'ICC-header:ProfileID': /^0$/,
  'ICC-header:CMMFlags': /^Not Embedded, Independent$/,
  'ICC-header:DeviceAttributes': /^Reflective, Glossy, Positive, Color$/,
  'ICC-header:ProfileCMMType': /^$/,
  'ICC-header:ProfileCreator': /^$/,
  'ICC-header:PrimaryPlatform': /^Unknown \(\)$/,
  'ICC-header:DeviceManufacturer': /^$/,
  'ICC-header:DeviceModel': /^$/,
  'ICC_Profile:ProfileDescription': /^$/,
  'ICC_Profile:ProfileCopyright': /^$/,
  'PNG:ProfileName': /^ICC$/,
  'ZIP:ZipModifyDate': /^1980:01:01 00:00:00$/,
};

const NAMES = new Set(
  Object.entries(STRUCTURE).flatMap(([group, names]) => names.split(/\s+/).map((name) => `${group}:${name}`)),
);

/** @param key - a group and a name, as `PNG:Gamma` */
export function isStructure(key: string, value: string): boolean {
  const isAboutLooking = /^(?:SourceFile|ExifTool:.*|System:.*|Composite:.*)$/.test(key);
  return isAboutLooking || NAMES.has(key) || EMPTY[key]?.test(value) === true;
}

/** @param name - as mat2 says it, which names no groups and counts less as structure */
export function isStructureOfMat2(name: string): boolean {
  return ['Orientation', 'TransparentColor', 'format'].includes(name);
}
