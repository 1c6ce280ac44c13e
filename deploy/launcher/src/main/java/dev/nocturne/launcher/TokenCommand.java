package dev.nocturne.launcher;

import dev.nocturne.auth.BadKey;
import dev.nocturne.auth.Claims;
import dev.nocturne.auth.Scope;
import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.auth.TokenSigner;
import dev.nocturne.model.SiteName;
import dev.nocturne.model.Sites;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a token and prints it, alone, to standard output. */
@Command(
        name = "token",
        description = {
            "makes a token for a screen or a person (--sub), or for a program that sends alerts (--sender)",
            "and prints it to standard output; what is told about it goes to standard error"
        })
final class TokenCommand implements Runnable {
    private static final String DEFAULT_TTL = "30d";
    private static final Kind<Duration> TTL = Kind.duration("1m", "3650d");

    @ParentCommand
    private @Nullable Main main;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--sub", paramLabel = "NAME", description = "whose token it is, such as wall-1")
    private @Nullable String subject;

    @Option(
            names = "--scope",
            split = "[ ,]",
            paramLabel = "SCOPE",
            description = "alerts:read (if none is given), alerts:write, alerts:ack, rooms:join, admin")
    private List<String> scopes = List.of(Scope.ALERTS_READ.wire());

    @Option(
            names = "--sites",
            split = ",",
            paramLabel = "SITE",
            description =
                    "sites or groups of sites; '*' alone for all. Required with --sub; a --sender may send for all without it")
    private List<String> sites = List.of();

    @Option(names = "--ttl", paramLabel = "TIME", description = "how long it holds (30d)")
    private @Nullable String ttl;

    @Option(names = "--sender", paramLabel = "NAME", description = "the program whose token it is, such as zabbix")
    private @Nullable String sender;

    @Option(names = "--sources", split = ",", paramLabel = "SOURCE", description = "as which it may send (any)")
    private List<String> sources = List.of();

    @Override
    public void run() {
        if (subject == null && sender == null) {
            throw wrong("--sub or --sender must be given");
        }
        if (subject != null && sender != null) {
            throw wrong("--sub is for screens and people, --sender for programs that send alerts: give one, not both");
        }
        for (String site : sites) {
            if (site.contains(Sites.EVERY) && !site.equals(Sites.EVERY)) {
                throw wrong("--sites " + site + ": '*' alone means all sites, and no part of a name can be left open");
            }
        }
        if (sites.stream().map(SiteName::of).anyMatch(String::isEmpty)
                || sources.stream().anyMatch(String::isBlank)) {
            throw wrong("--sites and --sources must not hold an empty name");
        }
        if (main == null) {
            throw new IllegalStateException("not called by the command line");
        }
        NodeAuth auth = NodeAuth.of(main.settings());
        if (subject != null) {
            signed(auth, subject);
        } else if (sender != null) {
            random(auth, sender);
        }
    }

    private void signed(NodeAuth auth, String name) {
        if (!Claims.isSubject(name)) {
            throw wrong("--sub must have 1 to " + Claims.MAX_SUBJECT + " characters, not all of them white space");
        }
        if (sites.isEmpty()) {
            throw wrong("--sites must name what the token is for: sites, groups, or '*' for all");
        }
        if (!sources.isEmpty()) {
            throw wrong("--sources is for --sender");
        }
        Set<Scope> granted = new LinkedHashSet<>();
        for (String scope : scopes) {
            granted.add(Scope.parse(scope)
                    .orElseThrow(
                            () -> wrong("--scope " + scope + " must be one of " + String.join(", ", Scope.names()))));
        }
        Duration time = time();
        Path key = auth.signingKey();
        if (key == null) {
            throw new StartFailure(
                    "auth.jwt.key must be set to the private key that tokens are signed with, or http.host to 127.0.0.1"
                            + " for the key of the data directory",
                    null);
        }
        String token = sign(auth, key, name, granted, time);
        PrintWriter err = err();
        err.println("for " + name + ", who may "
                + String.join(" ", granted.stream().map(Scope::wire).toList())
                + " for " + (sites.contains(Sites.EVERY) ? "all sites" : String.join(", ", sites)) + " until "
                + Instant.now().plus(time).truncatedTo(ChronoUnit.SECONDS));
        err.println("signed with " + key + "; a node takes it as long as it checks with that key");
        print(token);
    }

    private String sign(NodeAuth auth, Path key, String name, Set<Scope> granted, Duration time) {
        Vertx vertx = Vertx.vertx();
        try {
            return TokenSigner.of(vertx, auth.screens(), Buffer.buffer(Files.readAllBytes(key)))
                    .sign(name, granted, sites, time);
        } catch (BadKey e) {
            throw new StartFailure("auth.jwt.key " + key + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StartFailure("auth.jwt.key " + key + " cannot be read: " + e, e);
        } finally {
            vertx.close();
        }
    }

    private void random(NodeAuth auth, String name) {
        if (ttl != null) {
            throw wrong("--ttl is for --sub: a sender's token holds until it is taken back");
        }
        if (!SenderSettings.isName(name)) {
            throw wrong("--sender must have 1 to " + Sender.MAX_NAME + " letters, digits, dots, dashes or underscores");
        }
        String token = SenderToken.generate();
        String hash = SenderToken.hash(token);
        OwnSecrets own = auth.own();
        PrintWriter err = err();
        if (own != null) {
            own.put(name, hash, sites, sources);
            err.println("nodes with this data directory on a loopback address take it within a second, and no other"
                    + " token that " + name + " got here before");
            err.println("elsewhere it must be configured:");
        } else {
            err.println("it must be configured:");
        }
        configuration(name, hash).forEach(line -> err.println("  " + line));
        err.println("it is shown once:");
        print(token);
    }

    private List<String> configuration(String name, String hash) {
        List<String> lines = new ArrayList<>(List.of("ingest.tokens:", "  " + name + ":", "    hash: " + hash));
        if (!sites.isEmpty()) {
            lines.add("    sites: [" + quoted(sites) + "]");
        }
        if (!sources.isEmpty()) {
            lines.add("    sources: [" + quoted(sources) + "]");
        }
        return lines;
    }

    private static String quoted(List<String> words) {
        return String.join(
                ", ",
                words.stream().map(word -> "'" + word.replace("'", "''") + "'").toList());
    }

    private Duration time() {
        String text = ttl == null ? DEFAULT_TTL : ttl;
        try {
            return TTL.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("--ttl " + text + " must be " + TTL.allowed());
        }
    }

    private void print(String token) {
        err().flush();
        spec().commandLine().getOut().println(token);
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(spec().commandLine(), problem);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("not called by the command line");
        }
        return spec;
    }
}
