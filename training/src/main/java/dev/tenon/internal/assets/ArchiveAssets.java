package dev.tenon.internal.assets;

import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.formats.zip.ZipArchive;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tokenizer inside a {@code .keras} archive, in {@code assets/}, which Keras passes by. */
public final class ArchiveAssets {
  private static final String FOLDER = "assets/tokenizer/";

  private ArchiveAssets() {}

  /** Returns the entries to write, by their names in the archive. */
  public static Map<String, byte[]> entries(@Nullable TextAssets text) {
    Map<String, byte[]> entries = new TreeMap<>();
    if (text != null) {
      text.files().forEach((name, bytes) -> entries.put(FOLDER + name, bytes));
    }
    return entries;
  }

  /** Returns the tokenizer of an archive; null where it has none, and for another file. */
  public static @Nullable TextAssets read(Source source, ContentType type) {
    if (type != ContentType.ZIP) {
      return null;
    }
    ZipArchive archive = ZipArchive.open(source);
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : archive.names()) {
      ByteBuffer bytes = name.startsWith(FOLDER) ? archive.entry(name) : null;
      if (bytes != null) {
        files.put(name.substring(FOLDER.length()), TextAssets.bytes(bytes));
      }
    }
    return TextAssets.of(source.name() + "!" + FOLDER, files);
  }
}
