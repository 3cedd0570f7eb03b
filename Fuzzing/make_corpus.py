"""Makes the sound files from which `Fuzz` makes damaged ones. Needs NumPy and Pillow: `make test-python`."""

import gzip
import os
import shutil
import sqlite3
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

# Text tables.
tables = {
    "plain": b"a,b,c\n1,2.5,x\n3,,y\n-4,1e3,NA\n", "quoted": b'"a ""x""","b,c"\r\n"1\n2",3\r\n"",4\r\n',
    "types": b"day,truth,id,text\n2024-02-29,true,9223372036854775807,a\n2023-01-01T12:30:05.25Z,False,,\xc3\xa9\n",
    "marked": b"\xef\xbb\xbfa;b\n1;2\n\n3;4", "long": b"x,y\n" + b"".join(b"%d,%d.5\n" % (i, i) for i in range(40)),
}
for name, data in tables.items():
    open(path("csv", f"{name}.csv"), "wb").write(data)
lines = {
    "types": b'{"a": 1, "b": 2.5, "c": "x", "d": true, "e": null, "f": "2024-02-29"}\n{"b": -1e-3, "a": 9223372036854775808, "g": 1}\n',
    "nested": b'{"a": {"b": {"c": [1, {"d": "\\ud83d\\udc27"}]}}, "e": []}\r\n\r\n{"a": {"b": 2}, "e": {}}\n{}\n',
    "texts": '\ufeff{"é": "한\\u0000\\n\\"\\\\", "x": "", "y": "a"}\n{"é": 1, "x": NaN, "y": false}'.encode(),
    "long": b"".join(b'{"i":%d,"t":"t%d"}\n' % (i, i % 3) for i in range(30)),
}
for name, data in lines.items():
    open(path("jsonl", f"{name}.jsonl"), "wb").write(data)
    if name != "long":
        open(path("jsonl", f"{name}.jsonl.gz"), "wb").write(gzip.compress(data, mtime=0))

# Databases of small pages, so that few bytes hold all kinds of them.
databases = {
    "tables": ["CREATE TABLE t (i INTEGER PRIMARY KEY, r REAL, s TEXT, d DATE, b BOOLEAN, x BLOB)", "CREATE INDEX n ON t (s)",
               "INSERT INTO t VALUES (1, 1.5, 'a', '2024-02-29', 1, x'00ff'), (2, NULL, 'é', 951782400, 0, NULL), (3, 9e999, '', 'x', 2, x'')",
               "CREATE VIEW v AS SELECT i FROM t", "ALTER TABLE t ADD COLUMN late TEXT DEFAULT 'none'"],
    "deep": ["CREATE TABLE t (s TEXT)", "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
             "INSERT INTO t SELECT 'text ' || i || substr(hex(zeroblob(20)), 1, i % 40) FROM n"],
    "overflow": ["CREATE TABLE t (s TEXT, n)", "INSERT INTO t VALUES (hex(zeroblob(900)), 1), ('x', hex(zeroblob(300)))"],
    "keys": ["CREATE TABLE t (k TEXT PRIMARY KEY, v NUMERIC) WITHOUT ROWID", "INSERT INTO t VALUES ('a', 1), ('b', 2.5), ('c', 'x')",
             "CREATE TABLE g (a INTEGER, b AS (a * 2), c AS (a + 1) STORED)", "INSERT INTO g VALUES (1), (NULL)"],
    "utf16": ["PRAGMA encoding = 'UTF-16le'", "CREATE TABLE t (s TEXT)", "INSERT INTO t VALUES ('é🐧'), ('x')"],
    "vacuum": ["PRAGMA auto_vacuum = FULL", "CREATE TABLE t (s TEXT)", "INSERT INTO t VALUES (hex(zeroblob(400))), ('a')", "DELETE FROM t WHERE s = 'a'"],
    "wal": ["CREATE TABLE t (i INTEGER)", "INSERT INTO t VALUES (1), (2)", "PRAGMA journal_mode = WAL"],
}
for name, statements in databases.items():
    file = path("sqlite", f"{name}.sqlite")
    if os.path.exists(file):
        os.remove(file)
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA page_size = 512")
    for statement in statements:
        database.execute(statement)
    database.close()
