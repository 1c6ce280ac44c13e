package dev.nocturne.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nocturne.auth.Access;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** {@code /ws/echo}: sends back what it gets, to check a path through proxies with. */
final class Echo implements Client {
    private final Connection connection;
    private final String prefix;

    /** @param prefix put before each text */
    Echo(Connection connection, String prefix) {
        this.connection = connection;
        this.prefix = prefix;
    }

    @Override
    public void permitted(Access access) {
        // the client begins
    }

    @Override
    public void text(String message) {
        send(Form.TEXT, (prefix + message).getBytes(UTF_8));
    }

    @Override
    public void binary(ByteBuf message) {
        byte[] bytes = new byte[message.readableBytes()];
        message.readBytes(bytes);
        send(Form.BINARY, bytes);
    }

    private void send(int opcode, byte[] payload) {
        connection.write(Unpooled.wrappedBuffer(Form.frame(opcode, payload)));
    }

    @Override
    public void writable() {
        // what was read is answered at once, and nothing is read while the answers wait
    }

    @Override
    public void closed() {
        // nothing is kept
    }
}
