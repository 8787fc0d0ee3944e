package dev.tenon.zoo;

import dev.tenon.formats.WholeFile;
import dev.tenon.internal.text.Names;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A catalogue of pretrained models by name: those of Keras and those that a user adds.
 *
 * <p>A JSON file adds models. It is in the folder of the system property {@code tenon.zoo} or the
 * environment variable {@code TENON_ZOO}, else in {@code ~/.tenon/zoo}, or given to {@link
 * #with(Path)}:
 *
 * <pre>{@code
 * {"models": [{
 *   "name": "squeezenet",
 *   "size": 227, "preprocessing": "caffe",
 *   "labels": "imagenet",
 *   "licence": "BSD", "source": "https://…",
 *   "files": [{"url": "https://…/squeezenet.onnx", "hash": "…"}]
 * }]}
 * }</pre>
 *
 * <p>A file is a whole Keras or ONNX model. If the entry has an {@code application}, the file has
 * weights of that network. The network is built for the entry's {@code size} with a class for each
 * label, and with the file's {@code alpha} and {@code minimalistic}. {@code "top": false} marks
 * weights without a top.
 *
 * <p>A file can have a {@code path} relative to the JSON file in place of a {@code url}. {@code
 * preprocessing} is {@code caffe}, {@code tf}, {@code torch} or {@code inside}, and optional with
 * an {@code application}. {@code labels} is {@code imagenet}, a list of names, or the path of a
 * file with them. {@code data_format} is {@code channels_last} or {@code channels_first}, for
 * models whose shape does not show it.
 */
public final class Catalogue {
  private static final String RESOURCE = "catalogue.json";

  private final Map<String, ZooEntry> entries;

  private Catalogue(Map<String, ZooEntry> entries) {
    this.entries = entries;
  }

  private static final class BuiltIn {
    static final Catalogue CATALOGUE = read();

    private static Catalogue read() {
      try (InputStream stream = Catalogue.class.getResourceAsStream(RESOURCE)) {
        if (stream == null) {
          throw new IllegalStateException("resource " + RESOURCE + " is missing");
        }
        return new Catalogue(Map.of()).plus(CatalogueReader.read(stream.readAllBytes(), null));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns the catalogue of Keras' models. */
  public static Catalogue keras() {
    return BuiltIn.CATALOGUE;
  }

  /**
   * Returns the catalogue of Keras' models and those of the user's folder.
   *
   * @throws IOException if a file of the folder cannot be read
   * @throws dev.tenon.error.MalformedModelException if a file of the folder is invalid
   */
  public static Catalogue standard() throws IOException {
    String named = System.getProperty("tenon.zoo", System.getenv().getOrDefault("TENON_ZOO", ""));
    Path folder =
        named.isEmpty()
            ? Path.of(System.getProperty("user.home", "."), ".tenon", "zoo")
            : Path.of(named);
    Catalogue all = keras();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          all = all.with(file);
        }
      }
    }
    return all;
  }

  /**
   * Returns this catalogue with the models of a JSON file added, which replace those of the same
   * name.
   *
   * @param file the JSON file
   * @throws IOException if the file cannot be read
   * @throws dev.tenon.error.MalformedModelException if the file is invalid
   */
  public Catalogue with(Path file) throws IOException {
    return plus(CatalogueReader.read(WholeFile.bytes(file), file));
  }

  private Catalogue plus(List<ZooEntry> more) {
    Map<String, ZooEntry> all = new LinkedHashMap<>(entries);
    more.forEach(entry -> all.put(Applications.plain(entry.name()), entry));
    return new Catalogue(all);
  }

  /** Returns all models, in order. */
  public List<ZooEntry> all() {
    return new ArrayList<>(entries.values());
  }

  /**
   * Returns the model of a name; case, hyphens and underscores are ignored.
   *
   * @param name the name
   * @throws IllegalArgumentException if the name is unknown; the message has the nearest names
   */
  public ZooEntry named(String name) {
    return find(name)
        .orElseThrow(
            () -> {
              List<String> names = entries.values().stream().map(ZooEntry::name).toList();
              return new IllegalArgumentException(Names.unknown("model", name, names));
            });
  }

  /**
   * Returns the model of a name if it exists; see {@link #named}.
   *
   * @param name the name
   */
  public Optional<ZooEntry> find(String name) {
    return Optional.ofNullable(entries.get(Applications.plain(name)));
  }
}
