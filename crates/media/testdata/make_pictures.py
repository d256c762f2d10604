#!/usr/bin/env python3
"""Makes the small pictures of the decoder tests and what Pillow and pdqhash say of them.

Needs Pillow 13, numpy, pdqhash 0.2.8; ffmpeg with libjxl for the JPEG XL files. Run in this folder:

    python3 make_pictures.py [--peer DIR]

Writes pictures/ and pictures.json: per file its type, sides, the SHA-256 of the RGB pixels of Pillow's
convert("RGB"), hash and quality of these. With --peer it writes peer.json: path, hash and quality of every picture
beneath DIR, the unpacked regression pictures of ThreatExchange (pdq/data). Everything drawn here is generated.
"""

import hashlib, json, pathlib, struct, subprocess, sys, zlib

import numpy
import pdqhash
from PIL import Image, ImageDraw

HERE = pathlib.Path(__file__).parent
OUT = HERE / "pictures"


def drawing(width=96, height=72, seed=1):
    """A drawn picture with gradients, shapes and a little noise, so that its quality is high."""
    rng = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    a = 2 * numpy.pi * seed / 7
    red = 127 + 120 * numpy.sin(x / 9.0 + a) * numpy.cos(y / 13.0)
    green = 255 * (x + y) / (width + height)
    blue = 127 + 120 * numpy.sin((x * y) / 400.0 + a)
    rgb = numpy.clip(numpy.stack([red, green, blue], axis=2) + rng.normal(0, 2, (height, width, 3)), 0, 255)
    image = Image.fromarray(rgb.astype(numpy.uint8), "RGB")
    pen = ImageDraw.Draw(image)
    for n in range(6):
        cx, cy, r = (int(v) for v in (rng.integers(0, width), rng.integers(0, height), rng.integers(5, 22)))
        colour = tuple(int(v) for v in rng.integers(0, 255, 3))
        (pen.ellipse if n % 2 else pen.rectangle)([cx - r, cy - r, cx + r, cy + r], fill=colour)
    return image


def with_alpha(image):
    width, height = image.size
    alpha = numpy.tile(numpy.linspace(0, 255, width).astype(numpy.uint8), (height, 1))
    return Image.merge("RGBA", (*image.convert("RGB").split(), Image.fromarray(alpha)))


def save(image, name, **how):
    image.save(OUT / name, **how)


def sixteen(image):
    values = numpy.asarray(image.convert("L")).astype(numpy.uint16) * 257
    # Half of it dark, so that clipping at 255 leaves something to see.
    values[:, ::2] //= 300
    return values


def make_png():
    base = drawing()
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        image = with_alpha(base) if mode == "RGBA" else with_alpha(base).convert("LA") if mode == "LA" else base.convert(mode)
        save(image, f"png-{mode}.png")
    for bits, colours in ((1, 2), (2, 4), (4, 16)):
        save(base.quantize(colours), f"png-P{bits}.png", bits=bits)
    transparent = base.quantize(64)
    save(transparent, "png-P-transparent.png", transparency=5)
    save(base, "png-RGB-transparent.png", transparency=base.getpixel((3, 3)))
    save(Image.fromarray(sixteen(base)), "png-I16.png")
    for kind, channels in ((2, 3), (4, 2), (6, 4)):
        rgba = numpy.asarray(with_alpha(base)).astype(numpy.uint16) * 257 - 90
        planes = {3: rgba[..., :3], 2: rgba[..., [1, 3]], 4: rgba}[channels]
        raw_png(f"png-16bit-{channels}.png", planes, 16, kind)
    grey = numpy.asarray(base.convert("L"))
    for bits in (2, 4):
        raw_png(f"png-L{bits}.png", grey >> (8 - bits), bits, 0)
    raw_png("png-RGB-interlaced.png", numpy.asarray(base), 8, 2, interlaced=True)
    raw_png("png-P4-interlaced.png", numpy.asarray(base.quantize(16)), 4, 3, True, base.quantize(16).getpalette()[:48])
    frames = [drawing(64, 48, n) for n in range(1, 6)]
    save(frames[0], "png-animated.png", save_all=True, append_images=frames[1:], duration=[100, 200, 300, 400, 500])


def raw_png(name, values, bits, kind, interlaced=False, colours=None):
    """A PNG written by hand, for what Pillow does not write."""
    height, width = values.shape[:2]

    def rows(part):
        out = b""
        for row in part:
            if bits == 16:
                line = row.astype(">u2").tobytes()
            elif bits == 8:
                line = row.astype(numpy.uint8).tobytes()
            else:
                flat = numpy.unpackbits(row.astype(numpy.uint8)[:, None], axis=1)[:, 8 - bits :].ravel()
                line = numpy.packbits(flat).tobytes()
            out += b"\0" + line
        return out

    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    data = b"".join(rows(values[y::dy, x::dx]) for y, x, dy, dx in passes) if interlaced else rows(values)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, int(interlaced))
    palette = chunk(b"PLTE", bytes(colours)) if colours else b""
    (OUT / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + palette + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    )


def exif(orientation=1, **more):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def make_jpeg():
    base = drawing()
    save(base, "jpeg-RGB.jpg", quality=85)
    save(base, "jpeg-RGB-444.jpg", quality=92, subsampling=0)
    save(base, "jpeg-RGB-422.jpg", quality=70, subsampling=1)
    save(base, "jpeg-progressive.jpg", quality=80, progressive=True)
    save(drawing(61, 47), "jpeg-odd-sides.jpg", quality=80)
    save(base.convert("L"), "jpeg-L.jpg", quality=85)
    save(base.convert("CMYK"), "jpeg-CMYK.jpg", quality=90)
    save(base, "jpeg-keep-rgb.jpg", quality=85, keep_rgb=True)
    save(base, "jpeg-restarts.jpg", quality=85, restart_marker_blocks=3)
    for orientation in range(1, 9):
        save(base, f"jpeg-orientation-{orientation}.jpg", quality=60, exif=exif(orientation))
    whole = (OUT / "jpeg-RGB.jpg").read_bytes()
    (OUT / "jpeg-without-end.jpg").write_bytes(whole[:-2])


def make_jpeg_with_metadata():
    from PIL.TiffImagePlugin import IFDRational as R

    tags = Image.Exif()
    tags[0x010F], tags[0x0110], tags[0x0131], tags[0x0112] = "Maker", "Model <b>", "=cmd()", 6
    tags._ifds[0x8769] = {0x9003: "2021:03:04 05:06:07", 0x9011: "+03:00", 0xA431: "SN-0042"}
    tags._ifds[0x8825] = {1: "N", 2: (R(33), R(53), R(1234, 100)), 3: "W", 4: (R(7), R(0), R(594, 10))}
    save(drawing(192, 128), "exif-told.jpg", quality=60, exif=tags)
    tags._ifds[0x8769].pop(0x9011)
    tags._ifds[0x8825][1] = "?"
    save(drawing(96, 72), "exif-no-offset-no-letter.jpg", quality=60, exif=tags)


def thumbnail_block(jpeg):
    """An EXIF block whose second directory points to a JPEG."""
    first = struct.pack(">H", 1) + struct.pack(">HHIHH", 0x0112, 3, 1, 1, 0)
    second_at = 8 + len(first) + 4
    second = struct.pack(">H", 3)
    data_at = second_at + 2 + 36 + 4
    second += struct.pack(">HHIHH", 0x0103, 3, 1, 6, 0)
    second += struct.pack(">HHII", 0x0201, 4, 1, data_at) + struct.pack(">HHII", 0x0202, 4, 1, len(jpeg))
    return b"Exif\0\0MM\0\x2a" + struct.pack(">I", 8) + first + struct.pack(">I", second_at) + second + b"\0" * 4 + jpeg


def make_thumbnails():
    import io

    def jpeg_of(image):
        out = io.BytesIO()
        image.save(out, "JPEG", quality=75)
        return out.getvalue()

    wide = drawing(240, 160, 3)
    barred = Image.new("RGB", (160, 120))
    barred.paste(wide.resize((160, 107), Image.LANCZOS), (0, 6))
    cut = wide.crop((13, 0, 227, 160)).resize((160, 120), Image.LANCZOS)
    cases = {
        "same": wide.resize((160, 107), Image.LANCZOS),
        "bars": barred,
        "cut": cut,
        "turned": wide.resize((160, 107), Image.LANCZOS).transpose(Image.Transpose.ROTATE_90),
        "other": drawing(160, 107, 4),
    }
    for name, small in cases.items():
        save(wide, f"thumbnail-{name}.jpg", quality=60, exif=thumbnail_block(jpeg_of(small)))


def make_gif():
    base = drawing()
    save(base.quantize(64), "gif-P.gif")
    save(base.convert("L"), "gif-L.gif")
    save(base.quantize(32), "gif-transparent.gif", transparency=3)
    save(base.quantize(32), "gif-interlaced.gif", interlace=1)
    frames = [drawing(seed=n).quantize(32) for n in range(1, 6)]
    save(frames[0], "gif-animated.gif", save_all=True, append_images=frames[1:], duration=100, loop=0)
    # A first frame smaller than its screen, at an offset.
    whole = bytearray((OUT / "gif-P.gif").read_bytes())
    whole[6:10] = struct.pack("<HH", 120, 90)
    at = whole.index(b",\0\0\0\0" + struct.pack("<HH", 96, 72))
    whole[at + 1 : at + 5] = struct.pack("<HH", 11, 7)
    (OUT / "gif-offset.gif").write_bytes(whole)


def make_webp():
    base = drawing()
    save(base, "webp-lossy.webp", quality=80)
    save(drawing(61, 47), "webp-odd-sides.webp", quality=50)
    save(with_alpha(base), "webp-lossy-alpha.webp", quality=80)
    save(base, "webp-lossless.webp", lossless=True)
    save(with_alpha(base), "webp-lossless-alpha.webp", lossless=True, exact=True)
    frames = [with_alpha(drawing(64, 48, n)) for n in range(1, 5)]
    save(frames[0], "webp-animated.webp", save_all=True, append_images=frames[1:], duration=120, lossless=True)


def make_bmp():
    base = drawing(61, 47)
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        save(with_alpha(base) if mode == "RGBA" else base.convert(mode), f"bmp-{mode}.bmp")
    rgb = numpy.asarray(base).astype(numpy.uint16)
    height, width = rgb.shape[:2]

    def write(name, rows, bits, compression=0, masks=b"", palette=b"", top_first=False, header=40):
        size = 40 + (len(masks) if header > 40 else 0)
        head = struct.pack("<IiiHHIIiiII", size, width, -height if top_first else height, 1, bits, compression, len(rows), 0, 0, len(palette) // 4, 0)
        at = 14 + len(head) + len(masks) + len(palette)
        (OUT / name).write_bytes(b"BM" + struct.pack("<IHHI", at + len(rows), 0, 0, at) + head + masks + palette + rows)

    def padded(row):
        return row + b"\0" * (-len(row) % 4)

    five = (rgb[..., 0] >> 3 << 10) | (rgb[..., 1] >> 3 << 5) | (rgb[..., 2] >> 3)
    six = (rgb[..., 0] >> 3 << 11) | (rgb[..., 1] >> 2 << 5) | (rgb[..., 2] >> 3)
    words = lambda values: b"".join(padded(row.astype("<u2").tobytes()) for row in values[::-1])
    write("bmp-16.bmp", words(five), 16)
    write("bmp-565.bmp", words(six), 16, 3, struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    four = numpy.concatenate([rgb, rgb[..., :1]], axis=2).astype(numpy.uint8)
    write("bmp-32-masks.bmp", four[::-1].tobytes(), 32, 3, struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000), header=56)
    write("bmp-top-first.bmp", b"".join(padded(row[:, ::-1].astype(numpy.uint8).tobytes()) for row in rgb), 24, top_first=True)
    indices = numpy.asarray(base.quantize(16))
    colours = base.quantize(16).getpalette()[:48]
    palette = b"".join(bytes((colours[n + 2], colours[n + 1], colours[n], 0)) for n in range(0, 48, 3))
    runs8, runs4 = b"", b""
    for n, row in enumerate(indices[::-1]):
        at = 0
        while at < width:
            length = 1
            while at + length < width and length < 200 and row[at + length] == row[at]:
                length += 1
            if length == 1 and width - at >= 5 and n % 3 == 0:
                literal = row[at : at + 5]
                runs8 += bytes((0, 5)) + bytes(literal.tolist()) + b"\0"
                runs4 += bytes((0, 5)) + bytes((literal[0] << 4 | literal[1], literal[2] << 4 | literal[3], literal[4] << 4)) + b"\0"
                length = 5
            else:
                runs8 += bytes((length, row[at]))
                runs4 += bytes((length, row[at] << 4 | row[at]))
            at += length
        runs8 += b"\0\0"
        runs4 += b"\0\0"
        if n == 20:
            runs8 += bytes((0, 2, 9, 3))
            runs4 += bytes((0, 2, 9, 3))
    write("bmp-rle8.bmp", runs8 + b"\0\1", 8, 1, palette=palette)
    write("bmp-rle4.bmp", runs4 + b"\0\1", 4, 2, palette=palette)
    core = b"".join(padded(bytes(numpy.packbits(numpy.unpackbits(row.astype(numpy.uint8)[:, None], axis=1)[:, 4:].ravel()))) for row in indices[::-1])
    triples = b"".join(bytes((colours[n + 2], colours[n + 1], colours[n])) for n in range(0, 48, 3))
    (OUT / "bmp-os2.bmp").write_bytes(
        b"BM" + struct.pack("<IHHI", 26 + 48 + len(core), 0, 0, 26 + 48) + struct.pack("<IHHHH", 12, width, height, 1, 4) + triples + core
    )


def make_tiff():
    base = drawing(61, 47)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK"):
        image = with_alpha(base) if mode == "RGBA" else with_alpha(base).convert("LA") if mode == "LA" else base.convert(mode)
        save(image, f"tiff-{mode}.tif")
    save(Image.fromarray(sixteen(base)), "tiff-I16.tif")
    save(Image.fromarray(sixteen(base).astype(numpy.int32)), "tiff-I.tif")
    save(Image.fromarray(numpy.asarray(base.convert("L")).astype(numpy.float32) * 1.1 - 10), "tiff-F.tif")
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
        save(base, f"tiff-{compression}.tif", compression=compression)
    save(base.convert("1"), "tiff-group4.tif", compression="group4")
    save(base, "tiff-jpeg.tif", compression="jpeg", quality=85)
    save(base, "tiff-strips.tif", compression="tiff_lzw", strip_size=900)
    for orientation in (3, 6, 8):
        save(base, f"tiff-orientation-{orientation}.tif", compression="tiff_lzw", tiffinfo={0x0112: orientation})
    save(base, "tiff-pages.tif", save_all=True, append_images=[drawing(61, 47, 2)], compression="tiff_lzw")
    save(base.convert("L"), "tiff-white-is-zero.tif", tiffinfo={262: 0})


def make_jxl():
    for name, image, distance in (("lossless", drawing(), 0), ("lossy", drawing(), 1), ("grey", drawing().convert("L"), 0)):
        source = OUT / "jxl-source.png"
        image.save(source)
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-i", source, "-c:v", "libjxl", "-distance", str(distance), "-modular", str(int(distance == 0)), OUT / f"jxl-{name}.jxl"],
            check=True,
        )
        source.unlink()


def told(path, image):
    rgb = numpy.asarray(image.convert("RGB"))
    bits, quality = pdqhash.compute(rgb)
    value = numpy.packbits(bits.astype(numpy.uint8)).tobytes().hex()
    pixels = hashlib.sha256(numpy.ascontiguousarray(rgb).tobytes()).hexdigest()
    return {"path": path, "width": rgb.shape[1], "height": rgb.shape[0], "pixels": pixels, "pdq": value, "quality": int(quality)}


def jxl_reference(name):
    """JPEG XL is nothing that Pillow reads: libjxl's pixels, by ffmpeg."""
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", OUT / name, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], check=True, capture_output=True
    )
    return Image.fromarray(numpy.frombuffer(done.stdout, numpy.uint8).reshape(72, 96, 3))


def main():
    OUT.mkdir(exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    for make in (make_png, make_jpeg, make_jpeg_with_metadata, make_thumbnails, make_gif, make_webp, make_bmp, make_tiff, make_jxl):
        make()
    rows = []
    for path in sorted(OUT.iterdir()):
        row = told(path.name, jxl_reference(path.name) if path.suffix == ".jxl" else Image.open(path)) if path.name != "jpeg-without-end.jpg" else None
        if row is None:
            continue
        if getattr(image := (Image.open(path) if path.suffix != ".jxl" else None), "n_frames", 1) > 1 and path.suffix != ".tif":
            frames = []
            for n in range(image.n_frames):
                image.seek(n)
                frames.append(told(path.name, image.copy())["pdq"])
            row["frames"] = frames
        rows.append(row)
    write(HERE / "pictures.json", rows)
    if "--peer" in sys.argv:
        root = pathlib.Path(sys.argv[sys.argv.index("--peer") + 1])
        write(HERE / "peer.json", list(peer_rows(root)))


def peer_rows(root):
    for path in sorted(root.rglob("*")):
        if path.is_file():
            try:
                image = Image.open(path)
                image.load()
            except Exception:
                continue
            row = told(str(path.relative_to(root)), image)
            row["mode"] = image.mode
            yield row


def write(path, rows):
    lines = ",\n".join(json.dumps(row) for row in rows)
    path.write_text(f"[\n{lines}\n]\n")


main()
