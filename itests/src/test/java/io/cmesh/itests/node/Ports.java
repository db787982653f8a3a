package io.cmesh.itests.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds a port offset at which all of a node's doors are free. */
final class Ports {
  private static final int[] BASES = {6470, 6477, 6480, 8053, 8190, 8191, 8443, 4222};

  private Ports() {}

  static int freeOffset() {
    for (int attempt = 0; attempt < 200; attempt++) {
      int offset = ThreadLocalRandom.current().nextInt(20, 220) * 100;
      if (IntStream.of(BASES).allMatch(base -> free(base + offset))) {
        return offset;
      }
    }
    throw new IllegalStateException("no port offset is free on this machine");
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
