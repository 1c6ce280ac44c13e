package dev.nocturne.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nocturne.input.InvalidInput;
import dev.nocturne.input.InvalidInput.FieldError;
import dev.nocturne.model.ServiceFailure;
import dev.nocturne.model.ServiceFailure.Kind;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
class ProblemTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 302, 500})
    void theTextOfAnUnexpectedFailureStaysInside(int status) {
        Problem problem = Problem.of(new IllegalStateException("password=secret"), status);

        assertThat(problem).isEqualTo(new Problem("about:blank", "Internal Server Error", 500, null, List.of(), null));
    }

    @Test
    void aBodyThatBrokeOffIsTheClientsFault() {
        assertThat(Problem.of(new IOException("Connection reset"), 200).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 500})
    void theTextOfAnInternalFailureStaysInside(int status) {
        Problem problem = Problem.of(new ServiceFailure(Kind.INTERNAL, "password=secret"), status);

        assertThat(problem.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_REQUEST, 400, bad-request",
        "NOT_FOUND, 404, not-found",
        "BUSY, 503, busy",
        "UNAVAILABLE, 503, unavailable",
        "TIMEOUT, 503, timeout",
        "UNSUPPORTED_MEDIA_TYPE, 415, unsupported-media-type",
        "UNAUTHENTICATED, 401, unauthenticated",
        "FORBIDDEN, 403, forbidden",
        "TOO_MANY_REQUESTS, 429, too-many-requests",
        "CANNOT_WRITE, 503, cannot-write"
    })
    void aServiceFailureHasTheStatusAndTheNameOfItsKind(Kind kind, int status, String name) {
        Problem problem = Problem.of(new ServiceFailure(kind, "text"), 500);

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.type()).isEqualTo("urn:nocturne:problem:" + name);
        assertThat(problem.detail()).isEqualTo("text");
    }

    /** Clients are asked to come again with 503, and so must be told of what passes. */
    @ParameterizedTest
    @EnumSource
    void whatPassesIsToldWithAStatusThatAsksToComeAgain(Kind kind) {
        assertThat(Problem.of(new ServiceFailure(kind, "text"), 500).status() == 503)
                .isEqualTo(kind.isTransient());
    }

    @Test
    void badInputNamesEachField() {
        List<FieldError> errors = List.of(new FieldError("site", "is missing"), new FieldError("x", "is odd"));

        Problem problem = Problem.of(new InvalidInput(errors), 500);

        assertThat(problem)
                .isEqualTo(new Problem(
                        "urn:nocturne:problem:bad-request", "Bad Request", 400, "invalid: site, x", errors, null));
    }

    @ParameterizedTest
    @CsvSource({"404, 404", "405, 405", "413, 413", "431, 431", "200, 400", "-1, 400", "302, 400"})
    void aBareStatusIsExplainedAndNeverASuccess(int status, int told) {
        Problem problem = Problem.of(null, status);

        assertThat(problem.status()).isEqualTo(told);
        assertThat(problem.title()).isNotEmpty();
    }

    @Test
    void aClientReadsItAsProblemJsonWithoutEmptyMembers(Vertx vertx) throws Exception {
        HttpClientResponse response = send(vertx, Problem.of(null, 405));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.getHeader("content-type")).isEqualTo("application/problem+json");
        JsonObject body = response.body().await(5, SECONDS).toJsonObject();
        assertThat(body.fieldNames()).containsExactlyInAnyOrder("type", "title", "status", "detail");
    }

    @Test
    void whatHasPassedRetentionSaysWhatIsKept(Vertx vertx) throws Exception {
        HttpClientResponse response = send(vertx, Problem.gone(42));

        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.body().await(5, SECONDS).toJsonObject().getLong("first"))
                .isEqualTo(42);
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "UNAVAILABLE", "TIMEOUT"})
    void whatMaySucceedLaterSaysWhen(Kind kind, Vertx vertx) throws Exception {
        HttpClientResponse response = send(vertx, Problem.of(new ServiceFailure(kind, "later"), -1));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.getHeader("retry-after")).isEqualTo("2");
    }

    private static HttpClientResponse send(Vertx vertx, Problem problem) throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(problem::send)
                .listen(0, "127.0.0.1")
                .await(5, SECONDS)
                .actualPort();
        Promise<HttpClientResponse> answer = Promise.promise();
        vertx.runOnContext(run -> vertx.createHttpClient()
                .request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(request -> request.send())
                .compose(response -> response.body().map(response))
                .onComplete(answer));
        return answer.future().await(5, SECONDS);
    }
}
