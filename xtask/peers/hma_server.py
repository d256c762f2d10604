"""hma_server.py ENTRIES HMA_FOLDER FOLDER: HMA's own matcher, served as its Dockerfile serves it, on a list of PDQ hashes.

ENTRIES: 32 bytes a hash. HMA_FOLDER: `hasher-matcher-actioner` of a checkout. FOLDER: empty, and removed by whoever made it.
PostgreSQL is Debian's, a private cluster without a network. The index is built by HMA's own task. Once the server answers, one
JSON line tells its address and the processes that serve; it is stopped when standard input ends.
"""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from lap import peer

psycopg2 = peer("psycopg2")
for package in ("flask_openapi3", "flask_migrate", "gunicorn", "threatexchange"):
    peer(package)

entries, hma, folder = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
if not (hma / "src/OpenMediaMatch/app.py").is_file():
    raise SystemExit(f"missing: HMA itself, in {hma}")
programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))
if not programs:
    raise SystemExit("missing: Debian's package postgresql")
bin_folder = programs[-1].parent
python = pathlib.Path(sys.executable).parent

database = folder / "postgres"
database.mkdir()
as_postgres = []
if os.geteuid() == 0:
    # PostgreSQL refuses root.
    subprocess.run(["chown", "postgres", database], check=True)
    os.chmod(folder, 0o755)
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
quiet = {"stdout": subprocess.DEVNULL, "cwd": "/"}
initdb = [*as_postgres, bin_folder / "initdb", "-D", database / "db", "-A", "trust", "-U", "hma", "-E", "UTF8", "--no-sync"]
subprocess.run(initdb, check=True, **quiet)
postgres = subprocess.Popen(
    [*as_postgres, bin_folder / "postgres", "-D", database / "db", "-k", database, "-h", ""],
    stderr=open(folder / "postgres.log", "wb"), **quiet,
)
serving = None
try:
    address = f"postgresql+psycopg2://hma@/postgres?host={database}"
    while subprocess.run([bin_folder / "pg_isready", "-q", "-h", database], cwd="/").returncode != 0:
        if postgres.poll() is not None:
            raise SystemExit("PostgreSQL did not start: " + (folder / "postgres.log").read_text())
        time.sleep(0.1)

    config = folder / "config.py"
    config.write_text(
        "from OpenMediaMatch.storage.postgres.impl import DefaultOMMStore\n"
        "from threatexchange.content_type.photo import PhotoContent\n"
        "from threatexchange.signal_type.pdq.signal import PdqSignal\n"
        f"DATABASE_URI = {address!r}\n"
        "PRODUCTION = True\nROLE_MATCHER = True\nTASK_INDEX_CACHE = True\n"
        "STORAGE_IFACE_INSTANCE = DefaultOMMStore(signal_types=[PdqSignal], content_types=[PhotoContent], exchange_types=[])\n"
    )
    environment = {**os.environ, "OMM_CONFIG": str(config), "PYTHONPATH": str(hma / "src")}

    def flask(*words, **more):
        said = subprocess.run(
            [python / "flask", "--app", "OpenMediaMatch.app", *words],
            cwd=hma / "src", env={**environment, **more}, capture_output=True, text=True,
        )
        if said.returncode != 0:
            raise SystemExit(f"flask {words[0]}: {said.stderr[-2000:]}")

    flask("db", "upgrade", "--directory", "OpenMediaMatch/migrations", MIGRATION_COMMAND="1")
    hashes = entries.read_bytes()
    n_entries = len(hashes) // 32
    # Row by row over its API this would take an hour; what is measured is not how hashes come in.
    connection = psycopg2.connect(host=str(database), user="hma", dbname="postgres")
    with connection, connection.cursor() as cursor:
        cursor.execute("INSERT INTO bank (id, name, enabled_ratio) VALUES (1, 'BENCH', 1.0)")
        cursor.execute(
            "INSERT INTO bank_content (id, bank_id, disable_until_ts) SELECT n, 1, 1 FROM generate_series(1, %s) n", (n_entries,)
        )
        from io import StringIO

        rows = StringIO("".join(f"{n + 1}\tpdq\t{hashes[32 * n:32 * n + 32].hex()}\n" for n in range(n_entries)))
        cursor.copy_from(rows, "content_signal", columns=("content_id", "signal_type", "signal_val"))
    connection.close()
    before = time.time()
    flask("build_indices")
    print(json.dumps({"indexed": n_entries, "wall_s": round(time.time() - before, 1)}), file=sys.stderr)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = subprocess.Popen(
        [python / "gunicorn", "--bind", f"127.0.0.1:{port}", "OpenMediaMatch.app:create_app()"],
        cwd=hma / "src", env=environment, stdout=subprocess.DEVNULL, stderr=open(folder / "gunicorn.log", "wb"),
    )
    # It answers 503 until the index is loaded, which its own task does.
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/status", timeout=5) as answer:
                if answer.status == 200:
                    break
        except OSError:
            pass
        if serving.poll() is not None:
            raise SystemExit("gunicorn ended: " + (folder / "gunicorn.log").read_text()[-2000:])
        time.sleep(0.5)
    print(json.dumps({"address": f"127.0.0.1:{port}", "processes": [serving.pid, postgres.pid]}), flush=True)
    sys.stdin.read()
finally:
    # At once: gunicorn calls that quit, PostgreSQL an interrupt. Smart ends wait for each other.
    for process, end in ((serving, signal.SIGQUIT), (postgres, signal.SIGINT)):
        if process is not None:
            process.send_signal(end)
            process.wait()
