/** Which of the things that ExifTool says of a file tell nothing about anybody. All others do. */

/** How a page is stored; of one that is compressed as JPEG, it says that it is a preview. */
const TIFF = `Orientation SubfileType ImageWidth ImageHeight BitsPerSample Compression PhotometricInterpretation FillOrder StripOffsets
  StripByteCounts SamplesPerPixel RowsPerStrip PlanarConfiguration PageNumber Predictor WhitePoint PrimaryChromaticities JPEGTables
  PreviewImageStart PreviewImageLength PreviewImage TileWidth TileLength TileOffsets TileByteCounts XResolution YResolution
  ResolutionUnit ExtraSamples SampleFormat T6Options YCbCrSubSampling`;

/** How a film is stored, and one of its tracks; and of the same boxes, a picture. What is free holds zeros, as another test sees. */
const FILM = `MajorBrand MinorVersion CompatibleBrands Free Wide Unknown_free MediaDataSize MediaDataOffset MediaData MovieHeaderVersion
  TimeScale Duration PreferredRate PreferredVolume MatrixStructure PreviewTime PreviewDuration PosterTime SelectionTime
  SelectionDuration CurrentTime NextTrackID HandlerType MovieFragmentSequence Unknown_mfra Unknown_mvex Unknown_tfdt Unknown_tfhd
  Unknown_trun PrimaryItemReference ImageSpatialExtent ImagePixelDepth AverageFrameRate BitDepthChroma BitDepthLuma ChromaFormat
  ConstantFrameRate ConstraintIndicatorFlags GenProfileCompatibilityFlags GeneralLevelIDC GeneralProfileIDC GeneralProfileSpace
  GeneralTierFlag HEVCConfigurationVersion MinSpatialSegmentationIDC NumTemporalLayers ParallelismType TemporalIDNested
  AV1ConfigurationVersion ChromaSamplePosition PixelAspectRatio ColorPrimaries TransferCharacteristics MatrixCoefficients
  VideoFullRangeFlag ColorProfiles SeqProfile SeqLevelIdx0 SeqTier0 HighBitDepth TwelveBit InitialDelaySamples MetaImageSize`;
const TRACK = `TrackHeaderVersion TrackID TrackDuration TrackLayer TrackVolume MatrixStructure ImageWidth ImageHeight Unknown_edts
  Unknown_free MediaHeaderVersion MediaTimeScale MediaDuration HandlerType HandlerClass GraphicsMode OpColor CompressorID
  SourceImageWidth SourceImageHeight XResolution YResolution BitDepth AVCConfiguration PixelAspectRatio BufferSize MaxBitrate
  AverageBitrate VideoFrameRate SyncSampleTable CompositionTimeToSample SampleToChunk SampleSizes ChunkOffset AudioFormat
  AudioChannels AudioBitsPerSample AudioSampleRate Balance LayoutFlags PurchaseFileFormat SampleGroupDescription SampleToGroup
  TimeToSampleTable IdependentAndDisposableSamples ColorProfiles ColorPrimaries TransferCharacteristics MatrixCoefficients Unknown_esds Unknown_mp4a`;

/** Groups of its names, and the names in them. */
const STRUCTURE: Readonly<Record<string, string>> = {
  File: `FileType FileTypeExtension PageCount MIMEType ImageDataHash ImageWidth ImageHeight EncodingProcess ColorComponents BitsPerSample
    YCbCrSubSampling ExifByteOrder`,
  JFIF: 'JFIFVersion XResolution YResolution ResolutionUnit',
  Adobe: 'DCTEncodeVersion ColorTransform APP14Flags0 APP14Flags1',
  QuickTime: FILM,
  Meta: FILM,
  Track1: TRACK,
  Track2: TRACK,
  IFD0: TIFF,
  IFD1: TIFF,
  PNG: `ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace AnimationFrames AnimationPlays Gamma SRGBRendering
    WhitePointX WhitePointY RedX RedY GreenX GreenY BlueX BlueY BackgroundColor Palette Transparency SignificantBits`,
  'PNG-pHYs': 'PixelsPerUnitX PixelsPerUnitY PixelUnits',
  GIF: `GIFVersion ImageWidth ImageHeight HasColorMap ColorResolutionDepth BitsPerPixel BackgroundColor TransparentColor FrameCount Duration
    AnimationIterations`,
  RIFF: `WebP_Flags ImageWidth ImageHeight VP8Version HorizontalScale VerticalScale AlphaIsUsed RIFFSize64 DataSize64
    NumberOfSamples64 Encoding NumChannels SampleRate AvgBytesPerSec BitsPerSample NumberOfSamples`,
  MPEG: `MPEGAudioVersion AudioLayer AudioBitrate SampleRate ChannelMode MSStereo IntensityStereo CopyrightFlag OriginalMedia Emphasis
    VBRFrames VBRBytes VBRScale Encoder LameVBRQuality LameQuality LameMethod LameLowPassFilter LameBitrate LameStereoMode`,
  FLAC: `BlockSizeMin BlockSizeMax FrameSizeMin FrameSizeMax SampleRate Channels BitsPerSample TotalSamples MD5Signature
    SeekTable`,
  Opus: 'OpusVersion AudioChannels SampleRate OutputGain',
  Vorbis: 'VorbisVersion AudioChannels SampleRate MinimumBitrate NominalBitrate MaximumBitrate',
  SVG: 'Xmlns ViewBox SVGVersion ImageWidth ImageHeight ID Style ImageSize Megapixels',
  PDF: `PDFVersion Linearized PageCount Language HasXFA MediaBox EmbeddedImage EmbeddedImageWidth EmbeddedImageHeight
    EmbeddedImageColorSpace EmbeddedImageFilter`,
  ZIP: 'ZipRequiredVersion ZipBitFlag ZipCompression ZipCRC ZipCompressedSize ZipUncompressedSize ZipFileName',
  'ICC-header':
    'ProfileVersion ProfileClass ColorSpaceData ProfileConnectionSpace ProfileFileSignature RenderingIntent ConnectionSpaceIlluminant',
  'ICC-chrm':
    'ChromaticityChannels ChromaticityColorant ChromaticityChannel1 ChromaticityChannel2 ChromaticityChannel3',
  ICC_Profile: `MediaWhitePoint MediaBlackPoint RedMatrixColumn GreenMatrixColumn BlueMatrixColumn RedTRC GreenTRC BlueTRC GrayTRC
    ChromaticAdaptation AToB0 AToB1 AToB2 BToA0 BToA1 BToA2 Gamut`,
};

const NEVER = /^0000:00:00 00:00:00$/;

/** What has to be there, and says nothing as long as it says this. */
const EMPTY: Readonly<Record<string, RegExp>> = {
  'QuickTime:CreateDate': NEVER,
  'QuickTime:ModifyDate': NEVER,
  ...emptyInTrack('Track1'),
  ...emptyInTrack('Track2'),
  'ICC-header:ProfileDateTime': NEVER,
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
  'Vorbis:Vendor': /^$/,
  'PNG:ProfileName': /^ICC$/,
  'ZIP:ZipModifyDate': /^1980:01:01 00:00:00$/,
};

function emptyInTrack(track: string): Record<string, RegExp> {
  const dates = ['TrackCreateDate', 'TrackModifyDate', 'MediaCreateDate', 'MediaModifyDate'];
  const entries = dates.map((name): [string, RegExp] => [`${track}:${name}`, NEVER]);
  return { ...Object.fromEntries(entries), [`${track}:MediaLanguageCode`]: /^und$/ };
}

const NAMES = new Set(
  Object.entries(STRUCTURE).flatMap(([group, names]) => names.split(/\s+/).map((name) => `${group}:${name}`)),
);

/** @param key - a group and a name, as `PNG:Gamma` */
export function isStructure(key: string, value: string): boolean {
  const isAboutLooking = /^(?:SourceFile|ExifTool:.*|System:.*|Composite:.*)$/.test(key);
  return isAboutLooking || NAMES.has(key) || EMPTY[key]?.test(value) === true;
}

/** @param name - as mat2 says it: without a group */
export function isStructureOfMat2(name: string, value: string): boolean {
  // How it says that a PDF has no day.
  if (/^(?:creation|mod)-date$/.test(name) && value === '-1') return true;
  const isEmpty = Object.entries(EMPTY).some(([key, empty]) => key.endsWith(`:${name}`) && empty.test(value));
  return (
    isEmpty || ['Rotation', 'format'].includes(name) || [...NAMES].some((key) => key.endsWith(`:${name}`))
  );
}
