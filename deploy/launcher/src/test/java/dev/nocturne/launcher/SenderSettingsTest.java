package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nocturne.auth.Sender;
import dev.nocturne.auth.SenderToken;
import dev.nocturne.model.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderSettingsTest {
    private static final String ONE = SenderToken.hash("one");
    private static final String TWO = SenderToken.hash("two");

    @TempDir
    Path dir;

    @Test
    void sendersAreWrittenTheSameWayInYamlInTheEnvironmentAndOnTheCommandLine() throws IOException {
        Path file = Files.writeString(dir.resolve("config.yaml"), """
                site.groups:
                  Tanzania: [Kilimanjaro, Serengeti]
                ingest:
                  tokens:
                    zabbix:
                      hash: %s
                      sites: [Tanzania, HEL1]
                      sources: [zabbix, zabbix-eu]
                    cron.night:
                      hash:
                        - %s
                        - %s
                """.formatted(ONE, ONE, TWO));

        Settings settings = Settings.read(
                file,
                Map.of("NOCTURNE_INGEST_TOKENS", "env=" + ONE + ";other=" + TWO),
                List.of("ingest.tokens.set.hash=" + TWO));

        assertThat(settings.senders())
                .containsExactlyInAnyOrder(
                        new Sender(
                                "zabbix",
                                List.of(ONE),
                                new Sites(false, Set.of("Kilimanjaro", "Serengeti", "HEL1")),
                                List.of("zabbix", "zabbix-eu"),
                                null),
                        Sender.unlimited("cron.night", List.of(ONE, TWO)),
                        Sender.unlimited("env", List.of(ONE)),
                        Sender.unlimited("other", List.of(TWO)),
                        Sender.unlimited("set", List.of(TWO)));
        assertThat(settings.effective().toString())
                .contains("sha256:" + ONE.substring(7, 15) + "...")
                .doesNotContain(ONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ingest.tokens.zabbix.hash=noc_the-token-itself",
                "ingest.tokens.zabbix.hash=",
                "ingest.tokens.zabbix.sites=HEL1",
                "ingest.tokens.zabbix.password=noc_the-token-itself",
                "ingest.tokens=noc_the-token-itself",
                "ingest.tokens=zabbix=noc_the-token-itself",
            })
    void aSenderThatIsNotWholeIsRefusedWithoutItsSecret(String set) {
        assertThat(problems(set))
                .singleElement()
                .asString()
                .startsWith("ingest.tokens")
                .doesNotContain("the-token-itself");
    }

    @Test
    void emptyLimitsAreRefusedAsNobodyKnowsWhatTheyMean() {
        assertThat(problems("ingest.tokens.zabbix=x", "ingest.tokens.zabbix.hash=" + ONE))
                .isNotEmpty();
        assertThat(problems("ingest.tokens.zabbix.hash=" + ONE, "ingest.tokens.zabbix.sites= , "))
                .singleElement()
                .asString()
                .contains("must not be empty");
        assertThat(problems("ingest.tokens.two words.hash=" + ONE))
                .singleElement()
                .asString()
                .contains("name");
    }

    @Test
    void aBurstBelowItsRateIsRefused() {
        assertThat(problems("ingest.sender-rate=100", "ingest.sender-burst=99"))
                .containsExactly("ingest.sender-burst: 99 must not be less than ingest.sender-rate, which is 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://elsewhere.example/keys", "https:///keys", "http://127.0.0.1.example/keys", "https://a b"
            })
    void aKeySetMustNotComeOverAWayThatOthersCanForge(String address) {
        assertThat(problems("auth.jwt.jwks=" + address))
                .singleElement()
                .asString()
                .startsWith("auth.jwt.jwks: ");
    }

    private static List<String> problems(String... sets) {
        return catchThrowableOfType(ConfigFailure.class, () -> Settings.read(null, Map.of(), List.of(sets)))
                .problems();
    }
}
