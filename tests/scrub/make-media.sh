#!/usr/bin/env bash
# Makes tests/scrub/corpus/media/ again: small files that tell as much as they can, each made by the programs that people use.
# Needs ImageMagick, ffmpeg, exiftool, webp, libheif-examples, flac, vorbis-tools, lame and ghostscript's colour profiles.
set -euo pipefail
cd "$(dirname "$0")"
rm -rf corpus/media && mkdir -p corpus/media && cd corpus/media
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
convert=/usr/bin/convert
icc=/usr/share/color/icc/ghostscript
quiet() { "$@" >/dev/null 2>&1; }
film() { ffmpeg -nostdin -loglevel error -y "$@"; }

place=(-GPSLatitude=48.20849 -GPSLatitudeRef=N -GPSLongitude=16.37208 -GPSLongitudeRef=E -GPSAltitude=171)
camera=(-Make=Samsung -Model=SM-G991B -Software=G991BXXU5CVDD -SerialNumber=R58N12ABCDE -LensModel="S21 Rear")
person=(-Artist="Anna Beispiel" -Copyright="Anna Beispiel 2024" -XPAuthor="Anna Beispiel" -UserComment="seen by Anna")
moment=(-DateTimeOriginal="2024:05:06 07:08:09" -CreateDate="2024:05:06 07:08:09" -OffsetTime=+02:00)
xmp=(-XMP-dc:Creator="Anna Beispiel" -XMP-xmp:CreatorTool="Lightroom 7" -XMP-photoshop:City=Wien -XMP-dc:Title="Third floor"
  -XMP-xmpMM:DocumentID=xmp.did:1234 -XMP-exif:GPSLatitude=48.20849 -XMP-exif:GPSLongitude=16.37208)
iptc=(-IPTC:By-line="Anna Beispiel" -IPTC:City=Wien -IPTC:Caption-Abstract="The office of the minister" -IPTC:Keywords=bribe)
tell() { quiet exiftool -m -overwrite_original "$@"; }

# A picture whose corners differ, so that a wrong turn shows.
$convert -size 24x16 gradient:navy-orange -fill red -draw 'rectangle 0,0 6,5' -fill lime -draw 'rectangle 18,10 23,15' "$work/picture.png"
$convert "$work/picture.png" -strip "$work/plain.jpg"
$convert "$work/picture.png" -resize 8x8 -strip "$work/thumb.jpg"

# A manifest of C2PA as a box of JUMBF, not signed.
perl -e '$c = pack("Na4", 38, "jumd")."c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0\0"; $b = pack("Na4", 8 + length $c, "jumb").$c; print $b' >"$work/manifest"

# --- JPEG
jpeg() { cp "$work/plain.jpg" "$1"; }
jpeg phone.jpg && tell "${place[@]}" "${camera[@]}" "${person[@]}" "${moment[@]}" "-ThumbnailImage<=$work/thumb.jpg" phone.jpg
jpeg press.jpg && tell "${xmp[@]}" "${iptc[@]}" press.jpg
jpeg comment.jpg && tell -Comment="typed by Anna on her own laptop" comment.jpg
for turn in 3 6 8; do jpeg turned-$turn.jpg && tell -n -Orientation=$turn "${camera[@]}" "${place[@]}" turned-$turn.jpg; done
$convert "$work/plain.jpg" -profile $icc/srgb.icc profile-srgb.jpg
$convert "$work/plain.jpg" -profile $icc/srgb.icc -profile $icc/a98.icc profile-adobe.jpg
$convert "$work/plain.jpg" -colorspace Gray -profile $icc/sgray.icc gray.jpg && tell "${person[@]}" gray.jpg
$convert "$work/plain.jpg" -colorspace CMYK cmyk.jpg && tell "${person[@]}" cmyk.jpg
$convert "$work/plain.jpg" -interlace JPEG progressive.jpg && tell "${camera[@]}" progressive.jpg
perl -0777 -ne 's/^\xff\xd8\xff\xe0..(JFIF\0.{7})\0\0/"\xff\xd8\xff\xe0".pack("n",2+14+12).$1."\2\2"."\x80"x12/es; print' "$work/plain.jpg" >preview-jfif.jpg
perl -0777 -ne 'BEGIN{local $/; open F,"<",shift @ARGV; $m=<F>} s/^\xff\xd8/"\xff\xd8\xff\xeb".pack("n",2+8+length $m)."JP\0\1\0\0\0\1".$m/es; print' "$work/manifest" "$work/plain.jpg" >claim.jpg
film -f lavfi -i testsrc2=size=16x16:rate=5 -t 0.4 -c:v libx264 -pix_fmt yuv420p -metadata location=+48.2085+016.3721/ "$work/motion.mp4"
cp phone.jpg "$work/motion.jpg" && cat "$work/motion.jpg" "$work/motion.mp4" >motion.jpg
cat turned-6.jpg "$work/thumb.jpg" >second-picture.jpg
cp phone.jpg wrong-name.png

# --- PNG
png() { $convert "$work/picture.png" -strip -define png:exclude-chunks=date "$1"; }
png words.png && tell -PNG:Author="Anna Beispiel" -PNG:Comment="from Anna" -PNG:Software=GIMP -PNG:CreationTime="2024:05:06 07:08:09" -PNG:ModifyDate="2024:05:06 07:08:09" words.png
png phone.png && tell "${place[@]}" "${camera[@]}" "${person[@]}" phone.png
png turned-6.png && tell -n -Orientation=6 "${camera[@]}" turned-6.png
png press.png && tell "${xmp[@]}" press.png
$convert "$work/picture.png" -profile $icc/srgb.icc profile-srgb.png
$convert "$work/picture.png" -profile $icc/srgb.icc -profile $icc/a98.icc profile-adobe.png
png "$work/a.png" && printf 'PK\3\4 hidden by Anna' | cat "$work/a.png" - >appended.png
film -f lavfi -i testsrc2=size=12x12:rate=5 -t 0.6 -plays 0 -f apng "$work/animated.png" && cp "$work/animated.png" animated.png && tell -PNG:Author="Anna Beispiel" animated.png

# --- GIF
$convert "$work/picture.png" -colors 16 -set comment "typed by Anna" comment.gif
$convert -delay 20 -loop 0 "$work/picture.png" \( "$work/picture.png" -flip \) -colors 8 animated.gif && tell "${xmp[@]}" -Comment="Anna, third floor" animated.gif
$convert "$work/picture.png" -colors 4 "$work/b.gif" && printf '<script>Anna</script>' | cat "$work/b.gif" - >appended.gif

# --- WebP
webp() { quiet cwebp "$work/picture.png" "${@:2}" -o "$1"; }
webp phone.webp -q 60 && tell "${place[@]}" "${camera[@]}" "${person[@]}" phone.webp
webp turned-8.webp -lossless && tell -n -Orientation=8 "${camera[@]}" "${xmp[@]}" turned-8.webp
quiet cwebp profile-adobe.png -metadata icc -o profile-adobe.webp
film -f lavfi -i testsrc2=size=12x12:rate=5 -t 0.6 -loop 0 -c:v libwebp_anim animated.webp && tell "${xmp[@]}" animated.webp

# --- TIFF
$convert "$work/picture.png" -strip -compress LZW phone.tif && tell "${place[@]}" "${camera[@]}" "${person[@]}" "${xmp[@]}" "${iptc[@]}" phone.tif
$convert "$work/picture.png" \( "$work/picture.png" -flip \) -strip -compress Zip pages.tif && tell "${person[@]}" -ImageDescription="two pages by Anna" pages.tif
$convert "$work/picture.png" -strip -compress None -endian MSB turned-6.tif && tell -n -Orientation=6 "${camera[@]}" turned-6.tif
$convert "$work/picture.png" -define tiff:tile-geometry=16x16 -compress LZW -profile $icc/a98.icc tiles.tif && tell "${person[@]}" tiles.tif
$convert "$work/picture.png" -monochrome -compress Group4 fax.tif && tell -Make=Scanner -Model="Third floor" -Artist=Anna fax.tif
$convert "$work/picture.png" -strip -compress JPEG jpeg.tif && tell "${person[@]}" jpeg.tif

# --- HEIC and AVIF
$convert "$work/picture.png" -resize 64x64! "$work/large.png"
quiet heif-enc -q 50 "$work/large.png" -o phone.heic && tell "${place[@]}" "${camera[@]}" "${person[@]}" "${xmp[@]}" phone.heic
$convert "$work/large.png" -profile $icc/srgb.icc -profile $icc/a98.icc "$work/profile.png"
quiet heif-enc -q 50 --thumb 32 "$work/profile.png" -o preview.heic && tell "${person[@]}" preview.heic
film -i "$work/large.png" -pix_fmt yuv420p -c:v libaom-av1 -still-picture 1 -crf 40 phone.avif && tell "${place[@]}" "${camera[@]}" "${person[@]}" "${xmp[@]}" phone.avif

# --- Film
told=(-metadata location=+48.2085+016.3721/ -metadata artist="Anna Beispiel" -metadata title="Third floor"
  -metadata comment="from Anna" -metadata creation_time=2024-05-06T07:08:09Z -metadata encoder=GIMP
  -metadata:s handler_name="Samsung SM-G991B" -metadata:s:a language=deu)
moving=(-f lavfi -i testsrc2=size=32x32:rate=5 -f lavfi -i sine=frequency=440:sample_rate=8000 -t 1)
small=(-c:v libx264 -pix_fmt yuv420p -c:a aac -b:a 16k)
film "${moving[@]}" "${small[@]}" "${told[@]}" phone.mp4 && tell "${xmp[@]}" phone.mp4
film "${moving[@]}" "${small[@]}" "${told[@]}" -timecode 07:08:09:00 timecode.mov && tell "${camera[@]}" "${place[@]}" timecode.mov
film "${moving[@]}" "${small[@]}" "${told[@]}" -movflags +faststart+use_metadata_tags -metadata com.apple.quicktime.model="SM-G991B" \
  -metadata com.apple.quicktime.location.ISO6709=+48.2085+016.3721/ start.mov
film -i phone.mp4 -c copy -map_metadata -1 -metadata:s:v rotate=90 "$work/turned.mp4" && film -i "$work/turned.mp4" -c copy -metadata artist=Anna turned-90.mp4
film "${moving[@]}" "${small[@]}" "${told[@]}" -movflags frag_keyframe+empty_moov fragments.mp4
printf ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=With Anna\n' >"$work/chapters"
film -i phone.mp4 -i "$work/chapters" -map 0 -map_metadata 1 -c copy chapters.mp4
printf '1\n00:00:00,000 --> 00:00:01,000\nGPS(16.3721,48.2085) Anna\n' >"$work/drone.srt"
film -i phone.mp4 -i "$work/drone.srt" -map 0 -map 1 -c copy -c:s mov_text drone.mp4
film "${moving[@]}" -vn -c:a aac -b:a 16k "${told[@]}" voice.m4a
film "${moving[@]}" -an -c:v mjpeg -q:v 9 "${told[@]}" old-camera.mov
perl -0777 -ne 'BEGIN{local $/; open F,"<",shift @ARGV; $m=<F>} print $_.pack("Na4",24+length $m,"uuid").pack("H32","d8fec3d61b0e483c92975828877ec481").$m' "$work/manifest" phone.mp4 >claim.mp4

# --- Sound
beep() { film -f lavfi -i sine=frequency=440:sample_rate=8000 -t 0.5 "$@"; }
names=(-metadata artist="Anna Beispiel" -metadata title="Third floor" -metadata comment="from Anna" -metadata date=2024-05-06)
beep -ar 16000 -b:a 16k "${names[@]}" "$work/voice.mp3"
film -i "$work/voice.mp3" -i "$work/thumb.jpg" -map 0 -map 1 -c copy -id3v2_version 3 -disposition:v attached_pic -write_id3v1 1 voice.mp3
{ cat "$work/voice.mp3"; perl -e '$i = pack("VV", 13, 0)."Artist\0Anna Beispiel"; $f = pack("VVVV", 2000, 32 + length $i, 1, 0).("\0" x 8); print "APETAGEX".pack("VVVV", 2000, 32 + length $i, 1, 0xa0000000).("\0" x 8).$i."APETAGEX".pack("VVVV", 2000, 32 + length $i, 1, 0x80000000).("\0" x 8)'; } >ape.mp3
beep "${names[@]}" "$work/voice.wav" && cp "$work/voice.wav" voice.wav
beep "${names[@]}" -write_bext 1 -metadata originator=Samsung -metadata origination_date=2024-05-06 -metadata originator_reference=R58N12ABCDE recorder.wav
beep -rf64 always "${names[@]}" long.wav
film -i "$work/voice.wav" -i "$work/thumb.jpg" -map 0 -map 1 -c:v copy -disposition:v attached_pic "${names[@]}" voice.flac
quiet flac -f -s --tag=ARTIST="Anna Beispiel" --tag=LOCATION=Wien "$work/voice.wav" -o "$work/id3.flac"
perl -e 'print "ID3\4\0\0\0\0\0\x17TPE1\0\0\0\x0d\0\0\3Anna Beispie"' | cat - "$work/id3.flac" >id3.flac
quiet oggenc -Q "$work/voice.wav" -a "Anna Beispiel" -t "Third floor" -c comment="from Anna" -o voice.ogg
film -i "$work/voice.wav" -c:a libopus -b:a 8k "${names[@]}" voice.opus
# A cover so large that comments take more than one page.
head -c 49000 /dev/zero | base64 -w0 >"$work/cover"
film -i "$work/voice.wav" -c:a libopus -b:a 8k "${names[@]}" -metadata METADATA_BLOCK_PICTURE="$(cat "$work/cover")" cover.opus

# --- SVG: as Inkscape and as Illustrator write it, and with a picture and a script in it
space='xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 24 16"'
cat >inkscape.svg <<SVG
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created with Inkscape by Anna -->
<svg $space xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  sodipodi:docname="/home/anna/Anna.svg" inkscape:export-filename="/home/anna/Anna.png">
  <metadata><rdf:RDF><dc:creator>Anna Beispiel</dc:creator></rdf:RDF></metadata>
  <title>Third floor, Wien</title>
  <sodipodi:namedview inkscape:current-layer="Anna"/>
  <g inkscape:label="Anna's layer" style="fill:red;-inkscape-font-specification:'Anna Sans'"><path d="M1 1h9v9z"/></g>
  <text x="2" y="12">seen</text>
</svg>
SVG
cat >illustrator.svg <<SVG
<?xml version="1.0" encoding="iso-8859-1"?>
<!-- Generator: Adobe Illustrator 19, Anna -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg $space version="1.1"><desc>Wien</desc>
<style type="text/css"><![CDATA[ /* by Anna */ .st0{fill:#00FF00} @import url(http://example.org/Anna.css); ]]></style>
<circle class="st0" cx="8" cy="8" r="6" data-name="Anna" onclick="tell('Anna')"/></svg>
SVG
cat >picture.svg <<SVG
<svg $space><script>tell("Anna")</script>
<image width="24" height="16" xlink:href="data:image/jpeg;base64,$(base64 -w0 phone.jpg)"/>
<image width="24" height="16" xlink:href="file:///home/anna/Anna.png"/></svg>
SVG
sed 's/<svg/<!DOCTYPE svg [<!ENTITY who "Anna Beispiel">]><svg/; s/"M1 1h9v9z"/"\&who;"/' inkscape.svg >entity.svg
