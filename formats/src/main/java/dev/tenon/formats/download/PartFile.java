package dev.tenon.formats.download;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a file is there already ({@code NAME.part}), and a note beside it ({@code
 * NAME.part.from}) that says of which version it is.
 */
class PartFile {
  private final Path path;
  private final Path note;

  PartFile(Path target) {
    path = target.resolveSibling(target.getFileName() + ".part");
    note = target.resolveSibling(target.getFileName() + ".part.from");
  }

  Path path() {
    return path;
  }

  long size() throws IOException {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
  }

  /**
   * Returns what the server called the version that the part is of, or null if the part comes from
   * elsewhere or the server gave its versions no names.
   */
  @Nullable String version(URI origin) throws IOException {
    if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    List<String> lines = Files.readString(note, StandardCharsets.ISO_8859_1).lines().toList();
    return lines.size() == 2 && lines.get(0).equals(origin.toString()) ? lines.get(1) : null;
  }

  /** Empties the part and notes the version of what follows. */
  void start(URI origin, @Nullable String version) throws IOException {
    delete();
    if (version != null) {
      try (OutputStream out = open(note, StandardOpenOption.CREATE_NEW)) {
        out.write((origin + "\n" + version + "\n").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  /** Opens the part to write at its end. */
  OutputStream append() throws IOException {
    return open(path, StandardOpenOption.APPEND);
  }

  private static OutputStream open(Path path, OpenOption how) throws IOException {
    // In a shared temporary folder a link could lead anywhere.
    return Files.newOutputStream(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how, LinkOption.NOFOLLOW_LINKS);
  }

  void delete() throws IOException {
    Files.deleteIfExists(note);
    Files.deleteIfExists(path);
  }

  void deleteNote() throws IOException {
    Files.deleteIfExists(note);
  }
}
