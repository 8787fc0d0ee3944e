package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.fold.NodeFolding;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Value;
import dev.tenon.limits.LoadLimits;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state that the readers of a file's graphs share. */
public final class ImportContext {
  private final String file;
  private final @Nullable ModelFolder folder;
  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final UniqueNames nodeNames = new UniqueNames();
  private final NodeFolding folding = new NodeFolding();
  private final Map<Graph, Map<String, Value>> nested = new IdentityHashMap<>();
  private final LoadLimits limits;
  private int nodes;

  public ImportContext(
      String file, @Nullable ModelFolder folder, ModelProto model, LoadLimits limits) {
    this.limits = limits;
    this.file = file;
    this.folder = folder;
    for (FunctionProto function : model.getFunctionsList()) {
      String name = Domains.key(function.getDomain(), function.getName());
      if (functions.put(name, function) != null) {
        throw new MalformedModelException(file, "two functions are called '" + name + "'");
      }
    }
  }

  String file() {
    return file;
  }

  LoadLimits limits() {
    return limits;
  }

  /** Returns the folder of the model; null without one. */
  public @Nullable ModelFolder folder() {
    return folder;
  }

  NodeFolding folding() {
    return folding;
  }

  /** Records the file's names of a nested graph's values. */
  public void nested(Graph graph, Map<String, Value> values) {
    nested.put(graph, Collections.unmodifiableMap(new LinkedHashMap<>(values)));
  }

  /** Returns the values of each nested graph by their names in the file. */
  public Map<Graph, Map<String, Value>> nested() {
    return nested;
  }

  @Nullable FunctionProto function(String domain, String name) {
    return functions.get(Domains.key(domain, name));
  }

  /** Counts a node that is read, however often functions repeat it. */
  void countNode() {
    nodes++;
    limits.checkNodes(file, nodes);
  }

  /** Returns the preferred name of a node, with a number if it is taken. */
  String nodeName(String hint) {
    return nodeNames.unique(hint);
  }
}
