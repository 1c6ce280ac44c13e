package dev.nocturne.auth;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What somebody may do. {@code ADMIN} holds all the others. */
public enum Scope {
    ALERTS_READ("alerts:read"),
    ALERTS_WRITE("alerts:write"),
    ALERTS_ACK("alerts:ack"),
    ROOMS_JOIN("rooms:join"),
    ADMIN("admin");

    private final String wire;

    Scope(String wire) {
        this.wire = wire;
    }

    /** The name in a token. */
    public String wire() {
        return wire;
    }

    public static Optional<Scope> parse(String text) {
        return Stream.of(values()).filter(scope -> scope.wire.equals(text)).findFirst();
    }

    /** What the names stand for. Others are ignored: identity providers put their own there. */
    static Set<Scope> of(Collection<String> names) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String name : names) {
            parse(name).ifPresent(scopes::add);
        }
        return Collections.unmodifiableSet(scopes.contains(ADMIN) ? EnumSet.allOf(Scope.class) : scopes);
    }

    public static List<String> names() {
        return Stream.of(values()).map(Scope::wire).toList();
    }
}
