package dev.nocturne.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nocturne.config.Address;
import dev.nocturne.testkit.TestAuthority;
import dev.nocturne.testkit.TestAuthority.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TransportTest {
    private static final Address ADDRESS = new Address("noc.example", 8080);

    @TempDir
    static Path dir;

    private static TestAuthority authority;
    private static Pair good;
    private static Pair other;

    @BeforeAll
    static void makeCertificates() {
        authority = new TestAuthority(dir, "authority");
        good = authority.sign("good");
        other = authority.sign("other");
    }

    @Test
    void withoutAnyKeyPortsAndBusAreInTheClear() {
        Transport transport = transport("cluster.members=127.0.0.1:5701");

        assertThat(transport.http().isTls()).isFalse();
        assertThat(transport.http().url(ADDRESS)).isEqualTo("http://noc.example:8080");
        assertThat(transport.bus()).isNull();
    }

    @Test
    void aCertificateIsForAllPortsUnlessManagementIsLeftOut() {
        Transport all = transport(http(good.certificate(), good.key()));
        assertThat(all.http().url(ADDRESS)).isEqualTo("https://noc.example:8080");
        assertThat(all.management().isTls()).isTrue();

        Transport some = transport(http(good.certificate(), good.key(), "management.tls=false"));
        assertThat(some.http().isTls()).isTrue();
        assertThat(some.management().isTls()).isFalse();
    }

    @Test
    void everyFileThatCannotBeUsedIsNamedWithItsKey() throws IOException {
        Path absent = dir.resolve("absent.pem");
        Path text = Files.writeString(dir.resolve("text.pem"), "hello");
        Path rsa = Files.writeString(dir.resolve("rsa.key"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");

        assertThat(problem("http.tls.key=" + good.key())).startsWith("http.tls.certificate: must be set as well");
        assertThat(problem(http(absent, good.key()))).isEqualTo("http.tls.certificate: " + absent + " is not there");
        assertThat(problem(http(good.certificate(), absent))).isEqualTo("http.tls.key: " + absent + " is not there");
        assertThat(problem(http(text, good.key())))
                .startsWith("http.tls.certificate: ")
                .contains("not a PEM file");
        assertThat(problem(http(good.certificate(), text)))
                .startsWith("http.tls.key: ")
                .contains("PKCS#8");
        assertThat(problem(http(good.certificate(), rsa))).contains("openssl pkcs8 -topk8 -nocrypt");
        assertThat(problem(http(good.certificate(), other.key())))
                .startsWith("http.tls.key: ")
                .endsWith("does not belong to the certificate");
    }

    @Test
    void membersOfABusNeedAllThreeFilesAndACertificateThatOthersTake() {
        TestAuthority foreign = new TestAuthority(dir, "foreign");
        Pair expired = authority.signExpired("expired");

        assertThat(transport(bus(good, authority)).bus()).isNotNull();
        assertThat(problem("cluster.members=127.0.0.1:5701", "cluster.tls.ca=" + authority.certificate()))
                .startsWith("cluster.tls.certificate: must be set as well");
        assertThat(problem(bus(good, foreign)))
                .startsWith("cluster.tls.certificate: ")
                .contains("no member");
        assertThat(problem(bus(expired, authority)))
                .startsWith("cluster.tls.certificate: ")
                .contains("no member");
    }

    @Test
    void anExpiredCertificateIsShownWithAWarning() {
        ListAppender<ILoggingEvent> log = listen();
        Pair expired = authority.signExpired("expired-http");

        assertThat(transport(http(expired.certificate(), expired.key())).http().isTls())
                .isTrue();

        assertThat(log.list)
                .extracting(ILoggingEvent::getMessage)
                .contains("the certificate has expired: clients refuse it");
    }

    @Test
    void itsEndIsToldOnceAWeekBeforeAndOnceWhenItIsThere() {
        ListAppender<ILoggingEvent> log = listen();
        Instant end = read(good).read().expires();
        Moving clock = new Moving();
        clock.now = end.minus(Duration.ofDays(8));
        CertificateReload reload = new CertificateReload(read(good), clock);
        assertThat(log.list).isEmpty();

        for (Duration before : List.of(Duration.ofDays(6), Duration.ofDays(5), Duration.ZERO, Duration.ofDays(-1))) {
            clock.now = end.minus(before);
            reload.look();
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getMessage)
                .containsExactly("the certificate expires soon", "the certificate has expired: clients refuse it");
    }

    @Test
    void aNewPairIsTakenAndOneThatDoesNotFitIsNot() throws IOException {
        Pair renewed = new Pair(dir.resolve("renewed.crt"), dir.resolve("renewed.key"));
        copy(good, renewed);
        CertificateReload reload = new CertificateReload(read(renewed), Clock.systemUTC());
        assertThat(reload.look()).isFalse();

        Files.copy(other.certificate(), renewed.certificate(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(reload.look()).isFalse();
        copy(other, renewed);
        assertThat(reload.look()).isTrue();
        Files.delete(renewed.key());
        assertThat(reload.look()).isFalse();
    }

    private static final class Moving extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }

    private static ListAppender<ILoggingEvent> listen() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ((Logger) LoggerFactory.getLogger(CertificateReload.class)).addAppender(log);
        return log;
    }

    private static void copy(Pair from, Pair to) throws IOException {
        Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static CertificateFiles read(Pair pair) {
        Settings settings = settings(http(pair.certificate(), pair.key()));
        return Objects.requireNonNull(CertificateFiles.of(settings, Keys.HTTP_CERTIFICATE, Keys.HTTP_KEY));
    }

    private static String[] http(Path certificate, Path key, String... more) {
        List<String> sets = new ArrayList<>(List.of(more));
        sets.add("http.tls.certificate=" + certificate);
        sets.add("http.tls.key=" + key);
        return sets.toArray(new String[0]);
    }

    private static String[] bus(Pair pair, TestAuthority authority) {
        return new String[] {
            "cluster.members=127.0.0.1:5701",
            "cluster.tls.certificate=" + pair.certificate(),
            "cluster.tls.key=" + pair.key(),
            "cluster.tls.ca=" + authority.certificate()
        };
    }

    private static Transport transport(String... sets) {
        return Transport.of(NodeConfig.of(NodeKind.ALL, settings(sets)));
    }

    private static String problem(String... sets) {
        ConfigFailure failure = catchThrowableOfType(ConfigFailure.class, () -> transport(sets));
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().get(0);
    }

    private static Settings settings(String... sets) {
        List<String> all = new ArrayList<>(List.of(sets));
        all.add("data.dir=" + dir);
        return Settings.read(null, Map.of(), all);
    }
}
