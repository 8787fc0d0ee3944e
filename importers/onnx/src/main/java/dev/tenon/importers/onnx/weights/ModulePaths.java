package dev.tenon.importers.onnx.weights;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of the PyTorch module that computes a node, such as {@code layers.1.fc}; a module that
 * is called twice has one path.
 */
final class ModulePaths {
  private static final String SCOPES = "pkg.torch.onnx.name_scopes";
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private ModulePaths() {}

  /** Returns the path, empty for the network itself; null for a node of another origin. */
  static @Nullable String of(NodeProto node) {
    for (StringStringEntryProto note : node.getMetadataPropsList()) {
      if (note.getKey().equals(SCOPES)) {
        return noted(note.getValue());
      }
    }
    return node.getName().startsWith("/") ? named(node.getName()) : null;
  }

  /** Returns the path of a list such as {@code ['', 'layers.1', 'layers.1.fc', 'linear']}. */
  private static @Nullable String noted(String scopes) {
    List<String> paths = new ArrayList<>();
    Matcher matcher = QUOTED.matcher(scopes);
    while (matcher.find()) {
      paths.add(matcher.group(1));
    }
    return paths.size() < 2 ? null : paths.get(paths.size() - 2).replaceAll("@\\d+", "");
  }

  /** Returns the path of a name such as {@code /layers.1/fc_1/MatMul}, of a second call. */
  private static String named(String name) {
    String path = "";
    String[] parts = name.substring(1).split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      String part = parts[i].replaceAll("_\\d+$", "");
      // A module of a list repeats the name of the list.
      boolean whole = path.isEmpty() || part.startsWith(path + ".");
      path = whole ? part : path + "." + part;
    }
    return path;
  }
}
