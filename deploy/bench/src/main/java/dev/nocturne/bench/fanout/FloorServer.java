package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The floor: one thread, and one write of a frame, made once, for each socket and event. When a socket is full it waits for
 * that socket, so that nothing is buffered here.
 */
final class FloorServer {
    private static final int LISTEN_BACKLOG = 4_096;
    private static final int ROOM = 4_096;

    private final Selector selector = Selector.open();
    private final Selector writable = Selector.open();
    private final Backlog backlog = new Backlog(selector::wakeup);
    private final Set<SocketChannel> sockets = new LinkedHashSet<>();
    private final ByteBuffer room = ByteBuffer.allocate(ROOM);
    private final ByteBuffer frame = ByteBuffer.allocateDirect(ROOM);
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private long seq;

    private FloorServer() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LISTEN_BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Takes no arguments. */
    public static void main(String[] args) throws IOException {
        FloorServer floor = new FloorServer();
        Thread thread = new Thread(floor::run, "floor");
        thread.setDaemon(true);
        thread.start();
        Served.serve(
                floor.server.socket().getLocalPort(), ProcessHandle.current().pid(), floor.backlog);
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
                for (@Nullable Long madeAt = backlog.poll(); madeAt != null; madeAt = backlog.poll()) {
                    send(madeAt);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                read((SocketChannel) key.channel());
            }
        } catch (IOException e) {
            end((SocketChannel) key.channel());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel socket = server.accept(); socket != null; socket = server.accept()) {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.register(selector, SelectionKey.OP_READ);
        }
    }

    /** A client's first words are its upgrade, in one packet; later ones mean nothing to this server. */
    private void read(SocketChannel socket) throws IOException {
        room.clear();
        if (socket.read(room) < 0) {
            end(socket);
        } else if (!sockets.contains(socket)) {
            String request = StandardCharsets.US_ASCII.decode(room.flip()).toString();
            socket.write(ByteBuffer.wrap(Handshake.answer(request)));
            sockets.add(socket);
        }
    }

    private void send(long madeAt) {
        seq++;
        frame.clear().put(EventText.frame(seq, madeAt)).flip();
        sockets.removeIf(socket -> !isWritten(socket));
    }

    private boolean isWritten(SocketChannel socket) {
        try {
            frame.rewind();
            socket.write(frame);
            while (frame.hasRemaining()) {
                awaitRoom(socket);
                socket.write(frame);
            }
            return true;
        } catch (IOException e) {
            end(socket);
            return false;
        }
    }

    private void awaitRoom(SocketChannel socket) throws IOException {
        SelectionKey key = socket.register(writable, SelectionKey.OP_WRITE);
        writable.select(ready -> {});
        key.cancel();
        writable.selectNow();
    }

    private void end(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
