package dev.hasse.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this version, from the jar's manifest, and Java's. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Hasse.class.getPackage().getImplementationVersion();
    return new String[] {
      "hasse " + (version == null ? "(not packaged)" : version),
      "Java " + System.getProperty("java.version") + ", " + System.getProperty("java.vendor")
    };
  }
}
