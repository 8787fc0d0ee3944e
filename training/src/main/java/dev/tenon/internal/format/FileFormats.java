package dev.tenon.internal.format;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ContentType;
import dev.tenon.formats.Source;
import dev.tenon.internal.backing.Backing;
import dev.tenon.internal.lora.PeftPlace;
import dev.tenon.internal.text.Names;
import dev.tenon.ir.graph.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All kinds of files that models are read from and written to. */
public final class FileFormats {
  /** ONNX files. */
  public static final FileFormat ONNX = new OnnxFormat();

  /** Keras files of every age; also reads what nothing else does, and says why it cannot be. */
  public static final FileFormat KERAS = new KerasFileFormat();

  /** Folders of TensorFlow's SavedModel. */
  public static final FileFormat SAVED_MODEL = new SavedModelFormat();

  /** TensorFlow's frozen graphs. */
  public static final FileFormat FROZEN_GRAPH = new FrozenGraphFormat();

  private static final List<FileFormat> OWN =
      List.of(ONNX, KERAS, SAVED_MODEL, FROZEN_GRAPH, new SafetensorsFormat(), new NpzFormat());

  private FileFormats() {}

  /** Returns the formats of this module and those of others on the class path or module path. */
  private static List<FileFormat> all() {
    List<FileFormat> all = new ArrayList<>(OWN);
    ServiceLoader.load(FileFormat.class).forEach(all::add);
    return all;
  }

  /** Returns the format of a folder; null for a file, and where no format has such folders. */
  public static @Nullable FileFormat ofFolder(Path path) {
    // To look for the formats of other modules opens every jar.
    if (!Files.isDirectory(path)) {
      return null;
    }
    return all().stream().filter(format -> format.matches(path)).findFirst().orElse(null);
  }

  /**
   * Returns the format of a file, told by its content.
   *
   * @throws dev.tenon.error.MalformedModelException where it is no model file
   */
  public static FileFormat of(Source source) {
    ContentType type = ContentType.of(source);
    return OWN.stream().filter(format -> format.matches(source, type)).findFirst().orElse(KERAS);
  }

  /** Returns the format that a file's name asks for; null where it asks for none. */
  public static @Nullable FileFormat findNamed(String target) {
    return OWN.stream().filter(format -> format.isNamed(target)).findFirst().orElse(null);
  }

  /**
   * Returns the format that a network is saved in under a name: what the name asks for, else the
   * folder that the network came from.
   *
   * @throws UnsupportedModelException where it asks for none; lists the endings
   */
  public static FileFormat named(Path target, Backing backing) {
    if (findNamed(String.valueOf(target.getFileName())) == null) {
      for (FileFormat format : all()) {
        if (format.isOriginOf(backing)) {
          return format;
        }
      }
    }
    return named(target);
  }

  /** Returns the name of the folder that a network came from; null where it came from a file. */
  public static @Nullable String origin(Backing backing) {
    return backing.isKeras() && all().stream().anyMatch(format -> format.isOriginOf(backing))
        ? backing.keras().source().file()
        : null;
  }

  /** Returns where PyTorch has the weights of a network, as far as its format knows. */
  public static Map<Parameter, PeftPlace> places(Backing backing) {
    for (FileFormat format : all()) {
      if (format.isOriginOf(backing)) {
        return format.places(backing);
      }
    }
    return Map.of();
  }

  /**
   * Returns the format that a file's name asks for.
   *
   * @throws UnsupportedModelException where it asks for none; lists the endings
   */
  public static FileFormat named(Path target) {
    FileFormat found = findNamed(String.valueOf(target.getFileName()));
    if (found == null) {
      List<String> suffixes = OWN.stream().flatMap(format -> format.suffixes().stream()).toList();
      int last = suffixes.size() - 1;
      throw new UnsupportedModelException(
          "cannot write '"
              + target
              + "': the name must end in "
              + String.join(", ", suffixes.subList(0, last))
              + " or "
              + suffixes.get(last));
    }
    return found;
  }

  /**
   * Returns the format of one of Keras' names for {@code export}, and of a frozen graph.
   *
   * @throws IllegalArgumentException for another name, with the nearest
   */
  public static FileFormat exported(String name) {
    Map<String, FileFormat> formats = new TreeMap<>();
    for (FileFormat format : OWN) {
      String exported = format.exportName();
      if (exported != null) {
        formats.put(exported, format);
      }
    }
    FileFormat found = formats.get(name);
    if (found == null) {
      throw new IllegalArgumentException(Names.unknown("format", name, formats.keySet()));
    }
    return found;
  }
}
