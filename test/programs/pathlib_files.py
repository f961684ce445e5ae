import pathlib, tempfile, os, shutil, glob
with tempfile.TemporaryDirectory() as d:
    p = pathlib.Path(d) / 'a' / 'b'; p.mkdir(parents=True); (p / 'x.txt').write_text('hello\nworld\n'); (p / 'y.bin').write_bytes(b'\0\1')
    print(sorted(q.relative_to(d).as_posix() for q in pathlib.Path(d).rglob('*')), (p / 'x.txt').read_text().splitlines(), (p / 'y.bin').stat().st_size)
    shutil.copy(p / 'x.txt', p / 'z.txt'); os.rename(p / 'z.txt', p / 'w.txt'); print(sorted(os.listdir(p)), [os.path.basename(g) for g in sorted(glob.glob(str(p / '*.txt')))])
    with open(p / 'x.txt', 'r+') as f: f.seek(0, 2); f.write('more'); f.seek(0); print(f.read(), f.tell())
    for root, dirs, files in os.walk(d): print(os.path.relpath(root, d), sorted(dirs), sorted(files))
q = pathlib.PurePosixPath('/usr/lib/python3/x.tar.gz'); print(q.suffixes, q.stem, q.parts, q.with_suffix('.zip'), q.match('*.gz'), os.path.splitext('a/b.c'), os.path.normpath('a/../b//c'))
