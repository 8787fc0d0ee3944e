package dev.tenon.importers.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.InitializerCopies;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.ZipMapRemoval;
import dev.tenon.formats.onnx.check.OperatorCheck;
import dev.tenon.importers.onnx.proto.FunctionCheck;
import dev.tenon.importers.onnx.proto.GraphCheck;
import dev.tenon.importers.onnx.reader.GraphReader;
import dev.tenon.importers.onnx.reader.ImportContext;
import dev.tenon.importers.onnx.reader.NameScope;
import dev.tenon.importers.onnx.reader.Ports;
import dev.tenon.importers.onnx.reader.Reserved;
import dev.tenon.importers.onnx.weights.HalfStored;
import dev.tenon.importers.onnx.weights.SharedInitializers;
import dev.tenon.importers.onnx.weights.TrainableInitializers;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an ONNX file of any opset as a graph of operators.
 *
 * <p>Nodes are upgraded to the newest opset, functions are inlined, and constant results are
 * computed. Unknown operators are kept.
 */
public final class OnnxImporter {
  private OnnxImporter() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be opened
   * @throws MalformedModelException if it is damaged, or contradicts itself
   * @throws UnsupportedModelException if a value is not a tensor of a supported type
   */
  public static OnnxGraph read(Path path) throws IOException {
    try (Source source = Source.of(path)) {
      return read(source);
    }
  }

  /** Reads a file; see {@link #read(Path)}. */
  public static OnnxGraph read(Source source) {
    return read(source, source.name());
  }

  /**
   * Reads a file; see {@link #read(Path)}.
   *
   * @param file the name of the model in messages
   */
  public static OnnxGraph read(Source source, String file) {
    return read(source, file, InitializerCopies.NONE);
  }

  /**
   * Reads a file with copies of initializers; see {@link #read(Path)}.
   *
   * @param file the name of the model in messages
   */
  public static OnnxGraph read(Source source, String file, InitializerCopies copies) {
    return read(source, file, copies, Map.of(), Map.of());
  }

  /**
   * Returns the copies of initializers that give each weight its own, where an exporter stored
   * equal ones once.
   */
  public static InitializerCopies shared(Source source) {
    return SharedInitializers.find(OnnxFile.parse(source), source.folder());
  }

  /**
   * Reads a file whose inputs are sequences or optional values; see {@link #read(Path)}.
   *
   * <p>A sequence becomes one tensor for each element, {@code name[0]}, {@code name[1]}, ….
   *
   * @param file the name of the model in messages
   * @param lengths the number of tensors of each such input; 1 for an optional tensor, -1 for an
   *     empty optional value
   * @param fixed the contents of inputs that become constants
   */
  public static OnnxGraph read(
      Source source, String file, Map<String, Integer> lengths, Map<String, Tensor> fixed) {
    return read(source, file, InitializerCopies.NONE, lengths, fixed);
  }

  private static OnnxGraph read(
      Source source,
      String file,
      InitializerCopies copies,
      Map<String, Integer> lengths,
      Map<String, Tensor> fixed) {
    try {
      return parse(source, file, copies, lengths, fixed);
    } catch (ModelException e) {
      throw e.within(file);
    } catch (StackOverflowError e) {
      throw new UnsupportedModelException(
          file,
          "nests too deeply for the stack of this thread: give it more, by -Xss or its own size");
    }
  }

  private static OnnxGraph parse(
      Source source,
      String file,
      InitializerCopies copies,
      Map<String, Integer> lengths,
      Map<String, Tensor> fixed) {
    ModelProto model = ZipMapRemoval.toTensors(copies.apply(OnnxFile.parse(source), name -> true));
    Map<String, Long> opsets = Domains.opsets(model.getOpsetImportList());
    if (opsets.isEmpty()) {
      throw new MalformedModelException(
          file, "names no opset, so nothing says what its operators mean");
    }
    new GraphCheck(file).check(model.getGraph());
    FunctionCheck.check(file, model, source.limits());
    OperatorCheck.check(file, model);
    return read(
        new ImportContext(file, source.folder(), model, source.limits()),
        model,
        opsets,
        lengths,
        fixed);
  }

  private static OnnxGraph read(
      ImportContext context,
      ModelProto model,
      Map<String, Long> opsets,
      Map<String, Integer> lengths,
      Map<String, Tensor> fixed) {
    GraphProto proto = model.getGraph();
    GraphBuilder builder = new GraphBuilder(proto.getName());
    Reserved.names(proto, builder);
    NameScope scope = new NameScope(null);
    GraphReader.Place place = new GraphReader.Place(opsets, "", Map.of(), 0);
    GraphReader reader = new GraphReader(context, builder, scope, place);
    reader.declare(proto);
    ParameterStore store = new ParameterStore();
    Map<String, Parameter> parameters = parameters(context, model, builder, store, scope);
    reader.constants(proto);
    fixed.forEach((name, content) -> scope.put(name, Value.constant(name, content)));
    Ports ports = new Ports(reader, lengths);
    ports.inputs(proto);
    reader.nodes(proto.getNodeList());
    Ports.Outputs outputs = ports.outputs(proto);
    Graph graph = builder.build(outputs.values(), outputs.names());
    return new OnnxGraph(
        graph,
        List.copyOf(parameters.values()),
        store,
        new LinkedHashMap<>(scope.own()),
        context.nested(),
        scope.inlined(),
        opsets.getOrDefault("", 1L));
  }

  private static Map<String, Parameter> parameters(
      ImportContext context,
      ModelProto model,
      GraphBuilder builder,
      ParameterStore store,
      NameScope scope) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Map<String, Parameter.Role> places = TrainableInitializers.find(model);
    Set<String> halves = HalfStored.find(model.getGraph());
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      String name = tensor.getName();
      Parameter.Role role = places.get(name);
      if (role != null) {
        Tensor content = OnnxFile.tensor(tensor, context.folder());
        DType dtype = halves.contains(name) ? DType.FLOAT32 : content.dtype();
        Parameter parameter = new Parameter(name, name, content.shape(), dtype, role, null);
        store.put(parameter, content);
        parameters.put(name, parameter);
        scope.put(name, builder.read(parameter));
      }
    }
    return parameters;
  }
}
