package dev.nocturne.push;

import dev.nocturne.config.Address;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a push node over HTTP. */
record RestClient(Address address) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    HttpResponse<String> get(String path, String token) throws Exception {
        return send(request(path, token));
    }

    HttpResponse<String> post(String path, String token, String body) throws Exception {
        return send(
                request(path, token).header("content-type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path, String token) {
        return request(path).header("authorization", "Bearer " + token);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address.url("http") + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }
}
