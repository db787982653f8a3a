package io.cmesh.http.internal;

import io.cmesh.http.HttpExchange;
import io.cmesh.http.Problem;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty itself refuses, answered like everything else; no stack traces, no HTML. */
final class JsonErrors extends ErrorHandler {
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      @Nullable Throwable cause,
      Callback callback) {
    int status = code == 414 || code == 431 ? 413 : code;
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpExchange.JSON);
    String text = message == null || message.isEmpty() ? "HTTP status " + code : message;
    Content.Sink.write(response, true, Problem.json(codeOf(status), text, null).utf8(), callback);
  }

  private static String codeOf(int status) {
    return status == 413 ? "CMESH-HTTP-413" : status >= 500 ? "CMESH-HTTP-500" : "CMESH-HTTP-400";
  }
}
