# Runs FEVER (DCSO) over a file of EVE lines: gives it line after line on a socket and awaits each on another.
#   fever.py <file of EVE lines>
# Prints the number of lines FEVER read and forwarded with the flow, type and endpoints they came with; on standard error what it
# complained about, and the lines that did not come back. What FEVER cannot forward at the moment it drops (its output is a
# channel without a buffer), so a line that does not come back is given again.
import json, os, queue, shutil, socket, subprocess, sys, tempfile, threading, time

tries = 6
"""A file of another format would cost half a second a line."""
most_lost = 20


def mark(text):
    event = json.loads(text)
    names = ('event_type', 'flow_id', 'src_ip', 'src_port', 'dest_ip', 'dest_port', 'proto')
    return tuple(event.get(name) for name in names)


def receive(listener, back):
    while True:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        for text in peer.makefile('r', encoding='utf-8'):
            if text.strip():
                back.put(mark(text))


def passed(feed, text, back):
    try:
        wanted = mark(text)
    except ValueError:
        return False
    for attempt in range(tries):
        feed.sendall(text.encode())
        until = time.time() + 0.05 * (1 + attempt)
        while time.time() < until:
            try:
                if back.get(timeout=0.05 * (1 + attempt)) == wanted:
                    return True
            except queue.Empty:
                break
    return False


def main(path):
    folder = tempfile.mkdtemp(prefix='fever')
    inward, outward, manage, said = (os.path.join(folder, name) for name in ('in', 'out', 'mgmt', 'log'))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(outward)
    listener.listen(1)
    options = ['-i', inward, '-o', outward, '-T', '--in-buffer-drop=false', '--dummy', '--logjson']
    with open(said, 'w') as log:
        fever = subprocess.Popen(
            ['fever', 'run', *options, '--mgmt-socket', manage], stdout=log, stderr=log, cwd=folder,
            env={**os.environ, 'HOME': folder},
        )
    back = queue.Queue()
    threading.Thread(target=receive, args=(listener, back), daemon=True).start()
    read, lost = 0, []
    try:
        for _ in range(200):
            if os.path.exists(inward):
                break
            time.sleep(0.1)
        feed = socket.socket(socket.AF_UNIX)
        feed.connect(inward)
        with open(path, encoding='utf-8') as lines:
            for text in lines:
                if not text.strip():
                    continue
                if passed(feed, text, back):
                    read += 1
                else:
                    lost.append(text.strip())
                if len(lost) >= most_lost:
                    break
        feed.close()
    finally:
        fever.terminate()
        fever.wait(10)
    for text in lost[:5]:
        print('not forwarded:', text[:200], file=sys.stderr)
    with open(said) as log:
        for text in log:
            if '"level":"warning"' in text or '"level":"error"' in text:
                print(text.strip()[:300], file=sys.stderr)
    shutil.rmtree(folder, ignore_errors=True)
    print(read)


main(sys.argv[1])
