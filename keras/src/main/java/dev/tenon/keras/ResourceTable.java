package dev.tenon.keras;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads the tables of this module, which lie beside the classes that use them. */
public final class ResourceTable {
  private ResourceTable() {}

  /** Returns the lines of a resource in the package of a class. */
  public static List<String> lines(Class<?> beside, String resource) {
    InputStream in = beside.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("the resource " + resource + " is missing from tenon-keras");
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalStateException("the resource " + resource + " cannot be read", e);
    }
  }

  /** Returns the rows of a table without its first line, which names the columns. */
  public static List<List<String>> rows(Class<?> beside, String resource) {
    Stream<String> lines = lines(beside, resource).stream().skip(1);
    return lines.map(line -> List.of(line.split("\t", -1))).toList();
  }
}
