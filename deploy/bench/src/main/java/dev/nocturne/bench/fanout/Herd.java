package dev.nocturne.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** All sockets of the load generator, on one thread and one selector. */
final class Herd implements Runnable {
    private static final int READ_BYTES = 256 << 10;
    private static final int AT_A_TIME = 256;
    private static final int SOCKETS_AN_ADDRESS = 5_000;
    private static final int FIRST_ADDRESS = 2;

    private final Selector selector;
    private final ByteBuffer room = ByteBuffer.allocateDirect(READ_BYTES);
    private final Tally tally = new Tally();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<ClientSocket> sockets = new ArrayList<>();
    private Wanted wanted = new Wanted("", 0, "", 0, 0, List.of());
    private CompletableFuture<Integer> connected = new CompletableFuture<>();
    private int opened;

    /**
     * @param silent how many of them never read after the upgrade: the last ones
     * @param tokens one for each, or none
     */
    record Wanted(String host, int port, String path, int count, int silent, List<String> tokens) {
        byte[] request(int number) {
            return Handshake.request(host, port, path, tokens.isEmpty() ? "" : tokens.get(number));
        }
    }

    Herd() throws IOException {
        selector = Selector.open();
    }

    /** Until the process ends. */
    @Override
    public void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For all threads: opens so many sockets, beside none. Completes when all are upgraded. */
    CompletableFuture<Integer> connect(Wanted load) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        submit(() -> {
            wanted = load;
            connected = done;
            opened = 0;
            for (int i = 0; i < Math.min(AT_A_TIME, load.count); i++) {
                openNext();
            }
        });
        return done;
    }

    /** For all threads: resets every connection, so that no port stays reserved. */
    CompletableFuture<Integer> disconnect() {
        return onThread(() -> {
            int count = sockets.size();
            sockets.forEach(Herd::reset);
            sockets.clear();
            return count;
        });
    }

    /** For all threads. */
    CompletableFuture<Arrivals> arrivals() {
        return onThread(tally::arrivals);
    }

    /** For all threads. */
    CompletableFuture<Boolean> forget() {
        return onThread(() -> {
            tally.reset();
            return true;
        });
    }

    private <T> CompletableFuture<T> onThread(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        submit(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void submit(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void serve(SelectionKey key) {
        ClientSocket socket = (ClientSocket) key.attachment();
        try {
            if (key.isConnectable() && socket.channel().finishConnect()) {
                upgrade(key, socket);
            } else if (key.isReadable()) {
                read(key, socket);
            }
        } catch (IOException | IllegalStateException e) {
            connected.completeExceptionally(e);
            tally.failed(e.toString());
            end(key, socket);
        }
    }

    private void upgrade(SelectionKey key, ClientSocket socket) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        socket.request();
    }

    private void read(SelectionKey key, ClientSocket socket) throws IOException {
        boolean wasOpen = socket.isOpen();
        socket.read(room);
        if (socket.isEnded()) {
            end(key, socket);
        } else if (!wasOpen && socket.isOpen()) {
            opened(key);
        }
    }

    private void opened(SelectionKey key) {
        opened++;
        if (opened > wanted.count - wanted.silent) {
            key.interestOps(0);
        }
        if (opened == wanted.count) {
            connected.complete(opened);
        } else if (sockets.size() < wanted.count) {
            openNext();
        }
    }

    private void openNext() {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            ClientSocket socket = new ClientSocket(channel, tally, wanted.request(sockets.size()));
            int last = FIRST_ADDRESS + sockets.size() / SOCKETS_AN_ADDRESS;
            sockets.add(socket);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), 0));
            SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, socket);
            if (channel.connect(new InetSocketAddress(wanted.host, wanted.port))) {
                upgrade(key, socket);
            }
        } catch (IOException e) {
            connected.completeExceptionally(e);
        }
    }

    private void end(SelectionKey key, ClientSocket socket) {
        key.cancel();
        reset(socket);
        tally.closed();
    }

    private static void reset(ClientSocket socket) {
        try {
            socket.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
