package dev.hasse.format.data;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Downloads over HTTP(S) into memory; the largest file here has 26 MB. */
final class MirrorDownload {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final long FILE_TIMEOUT_MINUTES = 5;
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * The body of a successful answer.
   *
   * @throws IOException if there is none in time; the message says why
   */
  byte[] bytes(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    CompletableFuture<HttpResponse<byte[]>> pending =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      // The request's own timeout ends with the headers; a body that trickles needs this one.
      HttpResponse<byte[]> response = pending.get(FILE_TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (response.statusCode() != OK) {
        throw new IOException("it answered with status " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + FILE_TIMEOUT_MINUTES + " minutes", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } finally {
      pending.cancel(true);
    }
  }

  private static String reason(Throwable failure) {
    if (failure instanceof ConnectException || failure.getMessage() == null) {
      return "no connection";
    }
    return failure.getMessage();
  }
}
