package dev.tenon.zoo.huggingface;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.limits.LoadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What sentence-transformers adds to an encoder: how its states become the vector of a sentence.
 *
 * @param modes the ways of pooling, whose results are joined; empty where there are no modules
 * @param normalized whether the vector has length 1
 * @param files the files that say so, by their paths in the folder
 */
public record SentenceModules(
    List<PoolingMode> modes, boolean normalized, Map<String, String> files) {
  /** No modules: the states are the result. */
  static final SentenceModules NONE = new SentenceModules(List.of(), false, Map.of());

  static final String FILE = "modules.json";

  public SentenceModules {
    modes = List.copyOf(modes);
    files = Map.copyOf(files);
  }

  /** Returns whether there is a vector of a sentence. */
  public boolean isPresent() {
    return !modes.isEmpty();
  }

  /** Reads the modules of a folder. */
  static SentenceModules read(Path folder, LoadLimits limits) throws IOException {
    Path list = folder.resolve(FILE);
    if (!Files.isRegularFile(list)) {
      return NONE;
    }
    Map<String, String> files = new LinkedHashMap<>();
    String text = FolderConfig.text(list, limits);
    files.put(FILE, text);
    for (FolderConfig module : FolderConfig.list(FILE, text)) {
      if (kind(module).equals("Pooling")) {
        String path = path(module);
        files.put(path, FolderConfig.text(folder.resolve(path), limits));
      }
    }
    return of(files);
  }

  /** Returns the modules of files. */
  public static SentenceModules of(Map<String, String> files) {
    String list = files.get(FILE);
    if (list == null) {
      return NONE;
    }
    List<PoolingMode> modes = new ArrayList<>();
    boolean normalized = false;
    for (FolderConfig module : FolderConfig.list(FILE, list)) {
      switch (kind(module)) {
        case "Transformer" -> {
          if (!module.text("path", "").isEmpty()) {
            throw new UnsupportedModelException(
                FILE,
                "the transformer lies in '" + module.text("path", "") + "': load that folder");
          }
        }
        case "Pooling" -> {
          String path = path(module);
          modes.addAll(modes(FolderConfig.parse(path, files.getOrDefault(path, "{}"))));
        }
        case "Normalize" -> normalized = true;
        default ->
            throw new UnsupportedModelException(
                FILE,
                "the module '"
                    + module.text("type", null)
                    + "' is not supported; Tenon has Transformer, Pooling and Normalize");
      }
    }
    return new SentenceModules(modes, normalized, files);
  }

  /** Returns the name of a module's class, whose package changed over time. */
  private static String kind(FolderConfig module) {
    String type = module.text("type", null);
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Returns where the configuration of a module lies: in a folder of its own. */
  private static String path(FolderConfig module) {
    String path = module.text("path", null);
    if (!path.matches("[A-Za-z0-9_-]+")) {
      throw new UnsupportedModelException(
          FILE, "the path '" + path + "' is not the name of a folder beside it");
    }
    return path + "/" + FolderConfig.FILE;
  }

  private static List<PoolingMode> modes(FolderConfig config) {
    List<PoolingMode> modes = new ArrayList<>();
    for (String name : config.names("pooling_mode")) {
      modes.add(PoolingMode.of(config.where(), name));
    }
    if (modes.isEmpty()) {
      for (PoolingMode mode : PoolingMode.values()) {
        if (config.flag(mode.oldKey(), false)) {
          modes.add(mode);
        }
      }
    }
    return modes.isEmpty() ? List.of(PoolingMode.MEAN) : modes;
  }

  /** The ways of pooling, in the order in which older versions join them. */
  public enum PoolingMode {
    CLS("pooling_mode_cls_token"),
    MAX("pooling_mode_max_tokens"),
    MEAN("pooling_mode_mean_tokens"),
    MEAN_SQRT_LEN_TOKENS("pooling_mode_mean_sqrt_len_tokens"),
    WEIGHTEDMEAN("pooling_mode_weightedmean_tokens"),
    LASTTOKEN("pooling_mode_lasttoken");

    private final String oldKey;

    PoolingMode(String oldKey) {
      this.oldKey = oldKey;
    }

    String oldKey() {
      return oldKey;
    }

    static PoolingMode of(String where, String name) {
      for (PoolingMode mode : values()) {
        if (mode.name().toLowerCase(Locale.ROOT).equals(name)) {
          return mode;
        }
      }
      throw new UnsupportedModelException(
          where,
          "the pooling_mode '" + name + "' is not supported; Tenon has " + List.of(values()));
    }
  }
}
