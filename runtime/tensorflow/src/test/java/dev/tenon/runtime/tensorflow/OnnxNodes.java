package dev.tenon.runtime.tensorflow;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of ONNX's operator tests as a graph of Tenon's operators, with its recorded tensors. */
record OnnxNodes(Graph graph, Map<String, Tensor> inputs, List<Tensor> expected) {
  /** Says that a test is about something that Tenon's operators do not have. */
  static final class NotOurs extends Exception {
    private static final long serialVersionUID = 1L;

    NotOurs(String reason) {
      super(reason);
    }
  }

  /**
   * Reads a test.
   *
   * @param fixed whether all inputs but the first are constants, as shapes and axes mostly are
   * @param open whether the length of the first axis is known only in the run
   */
  static OnnxNodes read(Path folder, boolean fixed, boolean open) throws IOException, NotOurs {
    ModelProto model = OnnxFile.parse(Source.of(folder.resolve("model.onnx")));
    GraphProto proto = model.getGraph();
    GraphBuilder builder = new GraphBuilder(folder.getFileName().toString());
    Map<String, Value> values = new HashMap<>();
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (TensorProto tensor : proto.getInitializerList()) {
      values.put(
          tensor.getName(),
          builder.constant(tensor.getName(), OnnxFile.tensor(tensor, ModelFolder.of(folder))));
    }
    Path data = folder.resolve("test_data_set_0");
    for (int i = 0; i < proto.getInputCount(); i++) {
      ValueInfoProto info = proto.getInput(i);
      if (!info.getType().hasTensorType()
          || !OnnxFile.isSupported(info.getType().getTensorType().getElemType())) {
        throw new NotOurs("input of another kind");
      }
      Tensor content = tensor(data.resolve("input_" + i + ".pb"));
      if (fixed && i > 0) {
        values.put(info.getName(), builder.constant(info.getName(), content));
        continue;
      }
      values.put(info.getName(), builder.input(info.getName(), type(info, content, open)));
      fed.put(info.getName(), content);
    }
    for (NodeProto node : proto.getNodeList()) {
      add(node, builder, values);
    }
    List<Value> outputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Tensor> expected = new ArrayList<>();
    for (int i = 0; i < proto.getOutputCount(); i++) {
      if (!proto.getOutput(i).getType().hasTensorType()) {
        throw new NotOurs("output of another kind");
      }
      Value value = values.get(proto.getOutput(i).getName());
      if (value == null) {
        throw new NotOurs("more outputs than Tenon's operator has");
      }
      outputs.add(value);
      names.add(proto.getOutput(i).getName());
      expected.add(tensor(data.resolve("output_" + i + ".pb")));
    }
    return new OnnxNodes(builder.build(outputs, names), fed, expected);
  }

  private static Tensor tensor(Path file) throws IOException, NotOurs {
    if (!Files.exists(file)) {
      throw new NotOurs("no recording");
    }
    TensorProto proto = OnnxFile.parseTensor(Source.of(file));
    if (!OnnxFile.isSupported(proto.getDataType())) {
      throw new NotOurs("tensor of another type");
    }
    return OnnxFile.tensor(proto, ModelFolder.of(file.getParent()));
  }

  private static TensorType type(ValueInfoProto info, Tensor content, boolean open) {
    List<Dim> dims = new ArrayList<>();
    for (long length : content.shape()) {
      dims.add(Dim.of(length));
    }
    // The first axis is left open, as the batch of a model is.
    if (open && content.rank() > 1) {
      dims.set(0, Dim.symbol("N_" + info.getName()));
    }
    return new TensorType(content.dtype(), Shape.of(dims));
  }

  private static void add(NodeProto node, GraphBuilder builder, Map<String, Value> values)
      throws NotOurs {
    Class<? extends Operator> record = Operators.byName(node.getOpType());
    if (!node.getDomain().isEmpty() || record == null) {
      throw new NotOurs("operator " + node.getOpType());
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      attributes.put(attribute.getName(), attribute(attribute));
    }
    Operator operator;
    try {
      operator = Attributes.create(record, attributes, n -> OnnxFile.dtype((int) n));
    } catch (IllegalArgumentException e) {
      throw new NotOurs(String.valueOf(e.getMessage()));
    }
    List<@Nullable Value> operands = new ArrayList<>();
    for (String name : node.getInputList()) {
      operands.add(name.isEmpty() ? null : values.get(name));
    }
    List<Value> results = builder.apply(operator, node.getOpType(), Origin.NONE, operands);
    for (int i = 0; i < node.getOutputCount() && i < results.size(); i++) {
      values.put(node.getOutput(i), results.get(i));
    }
  }

  private static Object attribute(AttributeProto a) throws NotOurs {
    return switch (a.getType()) {
      case INT -> a.getI();
      case FLOAT -> a.getF();
      case STRING -> a.getS().toStringUtf8();
      case INTS -> a.getIntsList();
      case FLOATS -> a.getFloatsList();
      case STRINGS -> a.getStringsList().stream().map(s -> s.toStringUtf8()).toList();
      case TENSOR -> OnnxFile.tensor(a.getT(), null);
      default -> throw new NotOurs("attribute " + a.getName());
    };
  }
}
