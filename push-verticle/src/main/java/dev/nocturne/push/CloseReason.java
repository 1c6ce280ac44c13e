package dev.nocturne.push;

/**
 * Why the node ends a connection. A WebSocket carries the code in its close frame (RFC 6455 section 7.4; 4000 and above are
 * ours), an event stream only ends.
 */
enum CloseReason {
    PROTOCOL_ERROR(1002),
    UNSUPPORTED_DATA(1003),
    INVALID_TEXT(1007),
    POLICY_VIOLATION(1008),
    MESSAGE_TOO_BIG(1009),
    INTERNAL_ERROR(1011),
    SERVICE_RESTART(1012),
    TRY_AGAIN_LATER(1013),
    UNAUTHENTICATED(4401),
    FORBIDDEN(4403),
    NO_PONG(4408);

    private final int code;

    CloseReason(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
