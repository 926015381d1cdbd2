package dev.hasse.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A script or style sheet that becomes a part of every report. */
enum Asset {
  /** Apache ECharts; the build takes it from the pinned jar {@code org.webjars:echarts}. */
  CHART_LIBRARY("echarts.min.js"),
  SCRIPT("report.js"),
  STYLE("report.css");

  private final String file;

  Asset(String file) {
    this.file = file;
  }

  /** The file's text. */
  String text() throws IOException {
    try (InputStream in = Asset.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the program lacks its resource dev/hasse/report/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The source expression of Content Security Policy that permits exactly this script. */
  static String permission(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
