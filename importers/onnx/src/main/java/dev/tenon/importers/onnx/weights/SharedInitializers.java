package dev.tenon.importers.onnx.weights;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.InitializerCopies;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.importers.onnx.proto.FreeNames;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds parameters of PyTorch that are one initializer because their values were equal at export.
 *
 * <p>The first exporter (TorchScript) writes an Identity from the initializer to the name of each
 * other parameter, and none for parameters that are one in PyTorch. The second (dynamo) leaves only
 * the module of each node. There, and where a later tool removed the Identities, an initializer of
 * one number throughout is a parameter of each module that reads it. Others stay as they are:
 * nothing tells equal matrices from tied ones.
 */
public final class SharedInitializers {
  private final GraphProto graph;
  private final @Nullable ModelFolder folder;
  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> originals = new LinkedHashMap<>();
  private final Map<String, Map<Integer, String>> readers = new HashMap<>();

  private SharedInitializers(GraphProto graph, @Nullable ModelFolder folder) {
    this.graph = graph;
    this.folder = folder;
    for (TensorProto tensor : graph.getInitializerList()) {
      taken.add(tensor.getName());
      if (TrainableInitializers.isReal(tensor.getDataType())) {
        tensors.put(tensor.getName(), tensor);
      }
    }
    graph.getInputList().forEach(input -> tensors.remove(input.getName()));
    graph.getOutputList().forEach(output -> tensors.remove(output.getName()));
    graph.getInputList().forEach(input -> taken.add(input.getName()));
    graph.getNodeList().forEach(node -> taken.addAll(node.getOutputList()));
  }

  /**
   * Returns the copies that give each parameter an initializer of its own.
   *
   * @param folder the folder of external values
   */
  public static InitializerCopies find(ModelProto model, @Nullable ModelFolder folder) {
    SharedInitializers shared = new SharedInitializers(model.getGraph(), folder);
    if (model.getProducerName().equals("pytorch")) {
      shared.findNamed();
    }
    if (shared.originals.isEmpty()) {
      shared.findEqual(TrainableInitializers.find(model));
    }
    return new InitializerCopies(shared.originals, shared.readers);
  }

  /** Finds the Identities that the first exporter writes. */
  private void findNamed() {
    Set<String> outputs = new HashSet<>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Identity")
          && Domains.isStandard(node.getDomain())
          && node.getInputCount() == 1
          && node.getOutputCount() == 1
          && tensors.containsKey(node.getInput(0))) {
        String name = node.getOutput(0);
        // Results of operators begin with a slash.
        if (!name.startsWith("/")
            && !TrainableInitializers.isInvented(name)
            && !outputs.contains(name)) {
          originals.put(name, node.getInput(0));
        }
      }
    }
  }

  /** A place where a node reads an initializer. */
  private record Use(String node, int input) {}

  /** What reads an initializer as one parameter: a module, for its weights or its states. */
  private record Reader(String module, boolean state) {}

  private void findEqual(Map<String, Parameter.Role> roles) {
    Map<String, Map<Reader, List<Use>>> uses = new LinkedHashMap<>();
    Set<String> left = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      List<String> free = FreeNames.of(node);
      left.addAll(free.subList(node.getInputCount(), free.size()));
      String module = ModulePaths.of(node);
      for (int i = 0; i < node.getInputCount(); i++) {
        String read = node.getInput(i);
        if (roles.get(read) != Parameter.Role.WEIGHT || !tensors.containsKey(read)) {
          continue;
        }
        if (module == null) {
          left.add(read);
        } else {
          boolean state =
              Domains.isStandard(node.getDomain()) && OperatorSchemas.isState(node.getOpType(), i);
          uses.computeIfAbsent(read, name -> new LinkedHashMap<>())
              .computeIfAbsent(new Reader(module, state), reader -> new ArrayList<>())
              .add(new Use(node.getOutput(0), i));
        }
      }
    }
    uses.forEach(
        (name, readersOf) -> {
          TensorProto tensor = tensors.get(name);
          if (tensor != null && readersOf.size() > 1 && !left.contains(name)) {
            copy(name, tensor, readersOf);
          }
        });
  }

  private void copy(String name, TensorProto stored, Map<Reader, List<Use>> found) {
    Tensor tensor = OnnxFile.tensor(stored, folder);
    if (!isOneNumber(tensor)) {
      return;
    }
    boolean zero = tensor.getDouble(0) == 0;
    Reader own = owner(name, found.keySet());
    found.forEach(
        (reader, uses) -> {
          if (!reader.equals(own)) {
            String copy = free(reader, zero);
            originals.put(copy, name);
            uses.forEach(
                use ->
                    readers
                        .computeIfAbsent(use.node(), node -> new TreeMap<>())
                        .put(use.input(), copy));
          }
        });
  }

  /** Returns the reader that keeps the initializer: the module that it is named after. */
  private static Reader owner(String name, Set<Reader> found) {
    Reader named = new Reader(name.substring(0, Math.max(0, name.lastIndexOf('.'))), false);
    return found.contains(named) ? named : found.iterator().next();
  }

  /** Returns the name that PyTorch's layers have for a parameter that begins like this. */
  private String free(Reader reader, boolean zero) {
    String kind =
        reader.state() ? (zero ? "running_mean" : "running_var") : (zero ? "bias" : "weight");
    String name = reader.module().isEmpty() ? kind : reader.module() + "." + kind;
    String free = name;
    for (int i = 1; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }

  private static boolean isOneNumber(Tensor tensor) {
    for (int i = 1; i < tensor.size(); i++) {
      if (tensor.getDouble(i) != tensor.getDouble(0)) {
        return false;
      }
    }
    return tensor.size() > 0;
  }
}
