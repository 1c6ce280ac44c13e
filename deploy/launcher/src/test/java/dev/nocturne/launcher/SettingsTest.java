package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nocturne.config.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class SettingsTest {
    static final List<Setting<?>> ALL = Keys.ALL;

    @TempDir
    Path dir;

    @Test
    void everyDefaultIsAllowed() {
        Settings settings = Settings.read(null, Map.of(), List.of());

        assertThat(settings.get(Keys.PUSH_PORT)).isEqualTo(8080);
        assertThat(settings.get(Keys.INGEST_PORT)).isEqualTo(8081);
        assertThat(settings.get(Keys.MANAGEMENT_PORT)).isEqualTo(8082);
        assertThat(settings.get(Keys.HTTP_HOST)).isEqualTo("127.0.0.1");
        assertThat(settings.get(Keys.HEARTBEAT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.get(Keys.PING)).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.get(Keys.MEMBERS)).isEmpty();
        assertThat(settings.get(Keys.DATA_DIR).toString())
                .isEqualTo(System.getProperty("user.home") + "/.local/share/nocturne");
        assertThat(settings.find(Keys.DATABASE)).isNull();
        assertThat(settings.siteGroups()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everyKeyCanBeSetFromEverySource(Setting<?> setting) throws IOException {
        String text = allowed(setting);
        String quoted = setting.name() + ": '" + text + "'";

        assertThat(read(Map.of(), setting.name() + "=" + text).find(setting))
                .isEqualTo(setting.kind().parse(text));
        assertThat(read(Map.of(setting.variable(), text)).find(setting))
                .isEqualTo(setting.kind().parse(text));
        assertThat(Settings.read(yaml(quoted), Map.of(), List.of()).find(setting))
                .isEqualTo(setting.kind().parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "push.port, 65536",
        "push.port, -1",
        "push.port, eighty",
        "http.host, a host",
        "store.pool-size, 1",
        "store.queue-bytes, 1",
        "store.queue-bytes, 64x",
        "store.statement-timeout, 5",
        "store.statement-timeout, 1ms",
        "push.heartbeat, 1y",
        "push.ring-events, 1000",
        "cluster.host, 0.0.0.0",
        "cluster.members, nowhere",
        "cluster.members, host:0",
        "log.format, xml",
        "log.level, loud",
        "store.database, mysql://a:secret@b/c",
        "store.database, 'postgresql://u:secret@h h/d'",
        "store.database, postgresql://u:secret@h/d?sslmode=secrecy",
    })
    void aValueThatIsNotAllowedIsRefusedWithWhatIs(String key, String value) {
        String allowed = Keys.find(key).orElseThrow().kind().allowed();

        assertThat(problems(Map.of(), key + "=" + value))
                .singleElement()
                .asString()
                .contains(key + ": ", "(from --set) must be " + allowed)
                .doesNotContain("secret", "SRCFG");
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() throws IOException {
        Path file = yaml("push:\n  port: many\n  prot: 1\nstore.pool-size: 0");

        ConfigFailure failure = catchThrowableOfType(
                ConfigFailure.class,
                () -> Settings.read(
                        file,
                        Map.of("NOCTURNE_PUSH_PROT", "1", "NOCTURNE_LOG_LEVEL", "loud", "NOCTURNE_JAVA_OPTS", "-Xmx1g"),
                        List.of("no-value", "ingest.deadline=0s")));

        assertThat(failure.problems())
                .containsExactlyInAnyOrder(
                        "push.prot: there is no such key (from file " + file + "); did you mean push.port?",
                        "NOCTURNE_PUSH_PROT: there is no such key (from environment); did you mean NOCTURNE_PUSH_PORT?",
                        "--set must be followed by key=value",
                        "push.port: \"many\" (from file " + file + ") must be a whole number from 0 to 65535",
                        "store.pool-size: \"0\" (from file " + file + ") must be a whole number from 2 to 64",
                        "log.level: \"loud\" (from environment NOCTURNE_LOG_LEVEL) must be one of error, warn, info,"
                                + " debug, trace",
                        "ingest.deadline: \"0s\" (from --set) must be a duration from 100ms to 1m, such as 30s");
    }

    @Test
    void theLaterSourceWins() throws IOException {
        Path file = yaml("push.port: 1001\ningest.port: 1002\nmanagement.port: 1003");
        Map<String, String> environment = Map.of("NOCTURNE_INGEST_PORT", "2002", "NOCTURNE_MANAGEMENT_PORT", "2003");

        Settings settings = Settings.read(file, environment, List.of("management.port=3003"));

        assertThat(settings.get(Keys.PUSH_PORT)).isEqualTo(1001);
        assertThat(settings.get(Keys.INGEST_PORT)).isEqualTo(2002);
        assertThat(settings.get(Keys.MANAGEMENT_PORT)).isEqualTo(3003);
        assertThat(settings.effective())
                .contains(
                        new Settings.Effective("push.port", "1001", "file " + file),
                        new Settings.Effective("ingest.port", "2002", "environment NOCTURNE_INGEST_PORT"),
                        new Settings.Effective("management.port", "3003", "--set"),
                        new Settings.Effective("http.host", "127.0.0.1", "default"),
                        new Settings.Effective("node.name", "", "not set"));
    }

    @Test
    void thePasswordOfTheDatabaseIsNeverShown() {
        Settings settings = read(Map.of(), "store.database=postgresql://noc:hush%40@db:5433/alerts?sslmode=require");

        assertThat(settings.find(Keys.DATABASE)).satisfies(uri -> {
            assertThat(uri.password()).isEqualTo("hush@");
            assertThat(uri.port()).isEqualTo(5433);
        });
        assertThat(settings.effective().toString())
                .contains("postgresql://noc:***@db:5433/alerts")
                .doesNotContain("hush");
    }

    @Test
    void listsAndGroupsAreWrittenTheSameWayInYamlAndOnOneLine() throws IOException {
        Path file = yaml("""
                cluster:
                  members:
                    - one:5701
                    - two:5702
                site.groups:
                  Tanzania: [Kilimanjaro, Serengeti]
                  St. Helena:
                    - Jamestown, lower
                """);

        Settings settings = Settings.read(
                file, Map.of("NOCTURNE_SITE_GROUPS", "Kenya=Mombasa,Lamu"), List.of("site.groups.Tanzania=Arusha"));

        assertThat(settings.get(Keys.MEMBERS)).containsExactly(new Address("one", 5701), new Address("two", 5702));
        assertThat(settings.siteGroups())
                .containsOnly(
                        Map.entry("Tanzania", List.of("Arusha")),
                        Map.entry("St. Helena", List.of("Jamestown, lower")),
                        Map.entry("Kenya", List.of("Mombasa", "Lamu")));
    }

    @Test
    void valuesAreTakenAsTheyAreWritten() {
        assertThat(read(Map.of(), "node.name=${user.home}").find(Keys.NODE_NAME))
                .isEqualTo("${user.home}");
    }

    @Test
    void twoPortsThatAreTheSameAndAQueueThatIsTooSmallAreRefused() {
        assertThat(problems(Map.of(), "ingest.port=8080", "store.queue-events=10"))
                .containsExactlyInAnyOrder(
                        "ingest.port: 8080 is also the port of push.port",
                        "store.queue-events: 10 must not be less than store.batch-events, which is 1000");
        assertThat(read(Map.of(), "push.port=0", "ingest.port=0", "management.port=0")
                        .get(Keys.PUSH_PORT))
                .isZero();
    }

    @Test
    void aFileThatCannotBeReadIsSaidSo() throws IOException {
        assertThatThrownBy(() -> Settings.read(dir.resolve("none.yaml"), Map.of(), List.of()))
                .hasMessageContaining("there is no such file");
        Path broken = yaml("push:\n  port: [1\n");
        assertThatThrownBy(() -> Settings.read(broken, Map.of(), List.of())).hasMessageContaining("is not YAML");
        Path list = yaml("- a\n- b\n");
        assertThatThrownBy(() -> Settings.read(list, Map.of(), List.of())).hasMessageContaining("a YAML map");
    }

    @Test
    void aStoreNodeNeedsItsDatabase() {
        Settings settings = Settings.read(null, Map.of(), List.of());

        assertThatThrownBy(() -> NodeConfig.of(NodeKind.STORE, settings))
                .isInstanceOf(ConfigFailure.class)
                .hasMessageStartingWith("store.database:");
        assertThat(NodeConfig.of(NodeKind.PUSH, settings).clustered()).isTrue();
        assertThat(NodeConfig.of(NodeKind.ALL, settings).clustered()).isFalse();
    }

    private static String allowed(Setting<?> setting) {
        if (setting.fallback() != null && !setting.fallback().isEmpty()) {
            return setting.fallback();
        }
        return switch (setting.name()) {
            case "store.database" -> "postgresql://u:p@h/d";
            case "http.proxies" -> "10.0.0.0/8";
            case "push.memory" -> "8m";
            default -> "a:1";
        };
    }

    private static Settings read(Map<String, String> environment, String... sets) {
        return Settings.read(null, environment, List.of(sets));
    }

    private static List<String> problems(Map<String, String> environment, String... sets) {
        return catchThrowableOfType(ConfigFailure.class, () -> read(environment, sets))
                .problems();
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(dir.resolve("config.yaml"), text);
    }
}
