package io.cmesh.itests.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Makes request logs and reads what a miner made of them. */
final class RequestLogs {
  /** The three requests of the classic load. */
  private static final List<String> CLASSIC =
      List.of(
          "0xS:0x001:blah_blah",
          "0xR:helloWorldExample.mcom",
          "0xE:events.state.contracts.0x001.blah_blah:read");

  private RequestLogs() {}

  /** One line of a response file: {@code id;fqmn;status;body}. */
  record Response(long id, String fqmn, int status, String body) {
    static Response of(String line) {
      String[] parts = line.split(";", 4);
      assertThat(parts).as(line).hasSize(4);
      return new Response(Long.parseLong(parts[0]), parts[1], Integer.parseInt(parts[2]), parts[3]);
    }
  }

  /** The classic load: its three requests over and over. */
  static Path classic(Path file, int lines) {
    return write(file, lines, id -> CLASSIC.get((id - 1) % CLASSIC.size()));
  }

  /** A log with the request that {@code fqmn} gives for each id, from 1. */
  static Path write(Path file, int lines, IntFunction<String> fqmn) {
    List<String> text =
        IntStream.rangeClosed(1, lines).mapToObj(id -> id + ";" + fqmn.apply(id)).toList();
    try {
      return Files.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The responses, checked to be each id once, in log order. */
  static List<Response> inOrder(Path file, int lines) {
    List<Response> responses = read(file);
    assertThat(responses).extracting(Response::id).isEqualTo(ids(lines));
    return responses;
  }

  /** All whole lines of a response file. */
  static List<Response> read(Path file) {
    try {
      return Files.readAllLines(file).stream().map(Response::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Long> ids(int lines) {
    List<Long> ids = new ArrayList<>(lines);
    for (long id = 1; id <= lines; id++) {
      ids.add(id);
    }
    return ids;
  }
}
