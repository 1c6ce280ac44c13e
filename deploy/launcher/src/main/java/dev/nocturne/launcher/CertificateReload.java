package dev.nocturne.launcher;

import dev.nocturne.http.HttpListener;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the HTTP ports: read again when its files change, so that it can be renewed while the node runs. What
 * cannot be used leaves the one before in force.
 */
final class CertificateReload {
    private static final Logger LOGGER = LoggerFactory.getLogger(CertificateReload.class);
    private static final Duration SOON = Duration.ofDays(7);

    private final CertificateFiles files;
    private final FileWatch watch;
    private final HttpListener listener;
    private final Clock clock;
    private Certificate current;
    private boolean toldSoon;
    private boolean toldExpired;

    /** @throws ConfigFailure if the files cannot be used now */
    CertificateReload(CertificateFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
        this.watch = new FileWatch(files.paths());
        this.current = files.read();
        this.listener = HttpListener.tls(current.pem());
        tellOfItsTime();
    }

    /** What opens ports that show the certificate. */
    HttpListener listener() {
        return listener;
    }

    void watch(Vertx vertx) {
        FileWatch.everySecond(vertx, this::look);
    }

    /** Whether another certificate is shown from now on. */
    boolean look() {
        boolean renewed = watch.hasChanged() && renew();
        tellOfItsTime();
        return renewed;
    }

    private boolean renew() {
        Certificate next;
        try {
            next = files.read();
        } catch (ConfigFailure e) {
            LOGGER.atError()
                    .addKeyValue("reason", e.getMessage())
                    .addKeyValue("shown", current)
                    .log("the certificate has changed and cannot be used; the one before is still shown");
            return false;
        }
        current = next;
        toldSoon = false;
        toldExpired = false;
        listener.renew(next.pem())
                .onSuccess(
                        done -> LOGGER.atInfo().addKeyValue("certificate", next).log("a new certificate is shown"))
                .onFailure(failure -> LOGGER.atError()
                        .setCause(failure)
                        .addKeyValue("certificate", next)
                        .log("not every port shows the new certificate"));
        return true;
    }

    private void tellOfItsTime() {
        Instant now = clock.instant();
        if (!toldExpired && !now.isBefore(current.expires())) {
            toldExpired = true;
            LOGGER.atWarn().addKeyValue("certificate", current).log("the certificate has expired: clients refuse it");
        } else if (!toldSoon && !toldExpired && now.plus(SOON).isAfter(current.expires())) {
            toldSoon = true;
            LOGGER.atWarn().addKeyValue("certificate", current).log("the certificate expires soon");
        }
    }
}
