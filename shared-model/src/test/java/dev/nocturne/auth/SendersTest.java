package dev.nocturne.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SendersTest {
    @Test
    void aTokenIsFoundByItsHashAndNothingElseIs() {
        String first = SenderToken.generate();
        String second = SenderToken.generate();
        Sender zabbix = sender("zabbix", SenderToken.hash(first), SenderToken.hash(second));
        Senders senders = new Senders(List.of(sender("other", SenderToken.hash(SenderToken.generate())), zabbix));

        assertThat(first).startsWith("noc_").hasSize(47).isNotEqualTo(second);
        assertThat(senders.find(first)).contains(zabbix);
        assertThat(senders.find(second)).contains(zabbix);
        assertThat(senders.find(SenderToken.hash(first)))
                .as("the hash is no token")
                .isEmpty();
        for (String wrong : List.of("", "noc_", first + "x", first.substring(1), first.repeat(1_000), "\0")) {
            assertThat(senders.find(wrong)).isEmpty();
        }
    }

    @Test
    void hashesThatBeginAlikeAreToldApart() {
        String token = SenderToken.generate();
        String hash = SenderToken.hash(token);
        Sender own = sender("own", hash);
        Sender alike = sender("alike", hash.substring(0, 40) + "0".repeat(31));

        assertThat(new Senders(List.of(own, alike)).find(token)).contains(own);
        assertThat(new Senders(List.of(alike)).find(token)).isEmpty();
        assertThat(new Senders(List.of(own, alike)).size()).isEqualTo(2);
    }

    @Test
    void aHashThatIsNoneIsRefused() {
        assertThatThrownBy(() -> sender("zabbix", "sha256:abc")).isInstanceOf(IllegalArgumentException.class);
        assertThat(SenderToken.isHash(SenderToken.hash("x"))).isTrue();
        assertThat(SenderToken.isHash("md5:" + "a".repeat(64))).isFalse();
    }

    private static Sender sender(String name, String... hashes) {
        return Sender.unlimited(name, List.of(hashes));
    }
}
