/** _socket and the small system modules against CPython. */
import { maybe, same } from '../support/same'

maybe('sockets', () => {
  same(String.raw`
import socket
server = socket.socket(); server.bind(('127.0.0.1', 0)); server.listen()
client = socket.create_connection(server.getsockname()); peer, address = server.accept()
print(address == client.getsockname(), peer.getpeername() == client.getsockname())
client.sendall(b'hello'); print(peer.recv(3), peer.recv(10)); peer.close(); print(client.recv(5)); client.close(); server.close()
a, b = socket.socketpair(); a.settimeout(0.01); buffer = bytearray(4)
try: a.recv(1)
except TimeoutError as e: print(repr(e))
print(b.send(b'abcd'), a.recv_into(buffer), buffer, a.family, a.type, a.gettimeout()); a.setblocking(False)
try: a.recv(1)
except BlockingIOError as e: print(e)
a.close(); b.close(); print(a.fileno())
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('', 0)); u.sendto(b'x', ('127.0.0.1', u.getsockname()[1])); print(u.recvfrom(5)[0]); u.close()
print(socket.inet_pton(socket.AF_INET6, '::1'), socket.inet_ntoa(b'\x7f\0\0\1'), socket.htons(1), socket.htonl(1), socket.inet_aton('1.2'))
print(socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM), socket.getnameinfo(('127.0.0.1', 80), 3))
for bad in [lambda: socket.inet_aton('x'), lambda: socket.htons(1 << 17), lambda: socket.socket().connect('x'), lambda: socket.socket().bind(('', 70000))]:
    try: bad()
    except Exception as e: print(type(e).__name__, e)
`)
})

maybe('symtable, queue, stat, pwd, resource', () => {
  same(String.raw`
import symtable, queue, stat, pwd, grp, resource, _suggestions
t = symtable.symtable('def f(x, *a):\n  global g\n  def h(): return x\n  return h\nclass C[T]: y = 1\n', 'f', 'exec')
def show(t, depth=0):
    print(' ' * depth, t.get_type(), t.get_name(), t.get_lineno(), t.is_nested(), sorted(map(repr, t.get_symbols())))
    for child in t.get_children(): show(child, depth + 1)
show(t)
q = queue.SimpleQueue(); q.put(1); q.put(2); print(q.qsize(), q.get(), q.get_nowait(), q.empty())
try: q.get(False)
except queue.Empty as e: print(type(e).__module__, repr(e))
for mode in [0o100644, 0o40755, 0o104755, 0o41777, 0o120777]: print(stat.filemode(mode), stat.S_IMODE(mode), stat.S_ISDIR(mode))
print(pwd.getpwuid(0), grp.getgrgid(0).gr_name, resource.getpagesize(), len(resource.getrusage(0)))
try: pwd.getpwnam('no such user')
except KeyError as e: print(e)
print(_suggestions._generate_suggestions(['blech', 'foo'], 'bluch'))
`)
})
