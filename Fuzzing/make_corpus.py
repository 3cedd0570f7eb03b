"""Makes the sound files from which `Fuzz` makes damaged ones. Needs NumPy and Pillow: `make test-python`."""

import gzip
import os
import shutil
import struct

import numpy as np
from PIL import Image

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Corpus")


def path(reader, name):
    os.makedirs(f"{here}/{reader}", exist_ok=True)
    return f"{here}/{reader}/{name}"


a = np.arange(24.0).reshape(2, 3, 4)
arrays = {"f8": a, "f4": np.asfortranarray(a.astype(">f4")), "u1": a.astype("u1"), "bool": a > 3, "u8": a.astype("u8"),
          "f2": a.astype("f2"), "scalar": np.array(1.5), "empty": np.zeros((0, 3)), "text": np.array(["a", "bc"])}
for name, array in arrays.items():
    np.save(path("npy", f"{name}.npy"), array)
np.savez(path("npz", "stored.npz"), x=a, y=np.arange(3))
np.savez_compressed(path("npz", "packed.npz"), x=np.zeros((20, 20)), y=np.arange(3))
for code, kind in [(8, "u1"), (9, "i1"), (11, ">i2"), (12, ">i4"), (13, ">f4"), (14, ">f8")]:
    data = bytes([0, 0, code, 2]) + struct.pack(">II", 4, 6) + a.astype(kind).tobytes()
    open(path("idx", f"{code}.idx"), "wb").write(data)
    open(path("idx.gz", f"{code}.idx.gz"), "wb").write(gzip.compress(data, mtime=0))
r = np.random.RandomState(0)
noise = r.randint(0, 256, (9, 12, 4)).astype(np.uint8)
for name, image, options in [
    ("grey", Image.fromarray(noise[..., 0]), {}), ("rgb", Image.fromarray(noise[..., :3]), {}), ("rgba", Image.fromarray(noise), {}),
    ("palette", Image.fromarray(noise[..., :3]).quantize(7), {"transparency": 2}), ("one", Image.fromarray(noise[..., 0] > 99), {}),
    ("grey16", Image.fromarray(noise[..., 0].astype(np.uint16) * 257), {}),
]:
    image.save(path("png", f"{name}.png"), **options)
smooth = (np.arange(24)[:, None, None] * 3 + np.arange(40)[None, :, None] * 2 + np.arange(3) * 20).astype(np.uint8)
Image.fromarray(smooth).save(path("jpeg", "rgb.jpg"))
Image.fromarray(smooth[..., 0]).save(path("jpeg", "grey.jpg"))
Image.fromarray(smooth).save(path("jpeg", "progressive.jpg"), progressive=True)
Image.fromarray(smooth).convert("CMYK").save(path("jpeg", "cmyk.jpg"))
shutil.copy(f"{here}/../../Tests/Fixtures/python.safetensors", path("safetensors", "python.safetensors"))
