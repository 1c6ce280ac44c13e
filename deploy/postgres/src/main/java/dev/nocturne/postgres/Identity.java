package dev.nocturne.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL's programs run: they refuse to run as root. Root runs them in a user namespace of its own, where
 * files stay root's, or, where the kernel forbids that, as {@code nobody}; anyone else runs them as they are.
 *
 * @param prefix words before each program
 * @param guard words before the server only: it leaves the terminal's process group, and is asked to stop when the
 *     thread that started it ends
 * @param owner system user that must own the files, or empty when they are the caller's anyway
 */
record Identity(List<String> prefix, List<String> guard, String owner) {
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");
    private static final List<String> DEATH_SIGNAL = List.of("setpriv", "--pdeathsig", "INT");

    static Identity choose(Binaries binaries) {
        Path home = binaries.home();
        List<String> guard = works(home, with(DEATH_SIGNAL, "true")) ? DEATH_SIGNAL : List.of();
        List<String> postgres = List.of(binaries.program("postgres"), "--version");
        if (!isRoot(home)) {
            Command plain = Command.run(postgres, home, PROBE);
            if (!plain.ok()) {
                throw new PostgresFailure("the embedded PostgreSQL does not run on this system (" + plain.reason()
                        + "); set store.database to a PostgreSQL of your own");
            }
            return new Identity(List.of(), guard, "");
        }
        // --version alone is allowed to root: the id as PostgreSQL will see it is what counts.
        if (seesAnotherUser(home, NAMESPACE) && works(home, concat(NAMESPACE, postgres))) {
            return new Identity(NAMESPACE, guard, "root");
        }
        if (seesAnotherUser(home, NOBODY) && works(home, concat(NOBODY, postgres))) {
            return new Identity(NOBODY, guard, "nobody");
        }
        throw new PostgresFailure(
                "PostgreSQL does not run as root, and neither a user namespace (unshare -U) nor the user"
                        + " nobody can run it in " + home.getParent()
                        + "; start as another user, set data.dir to a directory that"
                        + " every user can enter, or set store.database");
    }

    /** The words that run a program to its end. */
    List<String> command(String program, String... arguments) {
        return concat(prefix, with(List.of(program), arguments));
    }

    /** The words that run the server. */
    List<String> server(String program, List<String> arguments) {
        List<String> words = new ArrayList<>();
        if (!guard.isEmpty()) {
            words.add("setsid");
        }
        words.addAll(prefix);
        words.addAll(guard);
        words.add(program);
        words.addAll(arguments);
        return words;
    }

    /** Gives a tree to the user that the programs run as, if an earlier start has made it another's. */
    void own(Path root) throws IOException {
        if (owner.isEmpty()) {
            return;
        }
        var user = root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        if (Files.getOwner(root).equals(user)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.toList()) {
                Files.setOwner(path, user);
            }
        }
    }

    private static boolean isRoot(Path anywhere) {
        return Command.run(List.of("id", "-u"), anywhere, PROBE).output().equals("0");
    }

    private static boolean seesAnotherUser(Path workDir, List<String> prefix) {
        Command id = Command.run(concat(prefix, List.of("id", "-u")), workDir, PROBE);
        return id.ok() && !id.output().equals("0");
    }

    private static boolean works(Path workDir, List<String> words) {
        return Command.run(words, workDir, PROBE).ok();
    }

    private static List<String> with(List<String> words, String... more) {
        return concat(words, List.of(more));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
