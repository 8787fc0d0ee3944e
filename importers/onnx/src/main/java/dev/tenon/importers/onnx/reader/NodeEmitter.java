package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnknownRankException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.importers.onnx.upgrade.NodeDraft;
import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Attributes;
import dev.tenon.ir.op.CustomOperator;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Operators;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one node of the newest opset as the operator of its name. */
final class NodeEmitter {
  private final GraphReader reader;
  private final NodeProto node;
  private final String name;
  private final Origin origin;

  NodeEmitter(GraphReader reader, NodeProto node, String name, Origin origin) {
    this.reader = reader;
    this.node = node;
    this.name = name;
    this.origin = origin;
  }

  List<Value> emit(String domain, NodeDraft draft) {
    Class<? extends Operator> record = Operators.byName(domain, draft.opType);
    if (record == null) {
      return opaque(domain, draft);
    }
    Operator operator;
    try {
      operator =
          Attributes.create(record, draft.attributes, number -> OnnxFile.dtype((int) number));
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(draft.label, String.valueOf(e.getMessage()), e);
    }
    if (draft.outputs > 1 && operator instanceof Pooling.MaxPool pool) {
      operator = positions(pool);
    }
    if (draft.outputs > 1 && inferred(operator, draft.inputs).size() < draft.outputs) {
      // Outputs that Tenon's operator does not have: only ONNX Runtime has them.
      return opaque(domain, draft);
    }
    return emit(operator, draft.inputs);
  }

  private static Operator positions(Pooling.MaxPool pool) {
    return new Vision.MaxPoolPositions(
        pool.autoPad(),
        pool.ceilMode(),
        pool.dilations(),
        pool.kernelShape(),
        pool.pads(),
        pool.storageOrder(),
        pool.strides());
  }

  /** Adds an operator, or returns what it gives where that is known already. */
  List<Value> emit(Operator operator, List<@Nullable Value> operands) {
    List<TensorType> types = refined(computed(operator, operands, inferred(operator, operands)));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      boolean named = i < node.getOutputCount() && !node.getOutput(i).isEmpty();
      String wish = named ? reader.place().prefix() + node.getOutput(i) : name + ":" + i;
      boolean reserved = named && reader.place().prefix().isEmpty();
      names.add(reserved ? wish : reader.builder().unique(wish));
    }
    OperatorNode added = reader.builder().apply(operator, name, origin, operands, types, names);
    List<Tensor> known = fold(added);
    if (known == null) {
      return added.outputs();
    }
    reader.builder().removeLast();
    List<Value> constants = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      constants.add(Value.constant(names.get(i), known.get(i)));
    }
    return constants;
  }

  private @Nullable List<Tensor> fold(OperatorNode added) {
    try {
      return reader.context().folding().fold(added);
    } catch (RuntimeException e) {
      // A branch that is never taken may hold what cannot be computed; the run decides.
      return null;
    }
  }

  private List<TensorType> inferred(Operator operator, List<@Nullable Value> operands) {
    Inference known = Inference.of(operands);
    try {
      return operator.infer(known);
    } catch (UnknownRankException e) {
      // An operand of unknown rank: what the file says must do.
      List<TensorType> declared = new ArrayList<>();
      for (int i = 0; i < node.getOutputCount(); i++) {
        TensorType first = known.has(0) ? known.type(0) : null;
        declared.add(declared(i, first == null ? null : first.with(Shape.unknownRank())));
      }
      return declared;
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(
          reader.label(node), "of " + known.types() + ": " + e.getMessage(), e);
    }
  }

  private TensorType declared(int output, @Nullable TensorType like) {
    TensorType declared = reader.scope().declared(node.getOutput(output));
    if (declared != null) {
      return declared;
    }
    return like == null ? new TensorType(DType.FLOAT32, Shape.unknownRank()) : like;
  }

  /**
   * Adds the lengths of a shape that the network computes, of what is known of that computation.
   */
  private List<TensorType> computed(
      Operator operator, List<@Nullable Value> operands, List<TensorType> inferred) {
    boolean reshapes = operator instanceof Movement.Reshape;
    Value shape = shape(operator, operands);
    List<Dim> lengths = shape == null ? null : reader.context().folding().lengths(shape);
    if (lengths == null) {
      return inferred;
    }
    TensorType type = inferred.get(0);
    boolean fits = !type.shape().ranked() || type.shape().rank() == lengths.size();
    if (!fits) {
      return inferred;
    }
    // A Reshape's 0 can mean the length that was, an Expand's 1 always does.
    boolean expands = operator instanceof Movement.Expand;
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      Dim before = type.shape().ranked() ? type.shape().dim(i) : Dim.unknown();
      long number = lengths.get(i).orMinusOne();
      boolean unclear = (reshapes && number == 0) || (expands && number <= 1);
      // An open length that is that of another value says more than one of its own.
      dims.add(unclear || before.isKnown() ? before : lengths.get(i));
    }
    Shape known = Shape.of(dims);
    Value x = operands.get(0);
    boolean completes = reshapes && x != null && x.shape().ranked();
    return List.of(type.with(completes ? Movement.Reshape.complete(x.shape(), known) : known));
  }

  /** Returns the operand that says a result's whole shape, where an operator has such a one. */
  private static @Nullable Value shape(Operator operator, List<@Nullable Value> operands) {
    if (operator instanceof ImageResampling.Resize resize) {
      boolean whole = resize.axes() == null && resize.keepAspectRatioPolicy().equals("stretch");
      return whole && operands.size() == 4 ? operands.get(3) : null;
    }
    if (operator instanceof Generation.ConstantOfShape) {
      return operands.get(0);
    }
    boolean second = operator instanceof Movement.Reshape || operator instanceof Movement.Expand;
    return second && operands.size() == 2 ? operands.get(1) : null;
  }

  private List<TensorType> refined(List<TensorType> inferred) {
    List<TensorType> refined = new ArrayList<>();
    for (int i = 0; i < inferred.size(); i++) {
      TensorType declared =
          i < node.getOutputCount() ? reader.scope().declared(node.getOutput(i)) : null;
      refined.add(Declared.refine(inferred.get(i), declared));
    }
    return refined;
  }

  /** Carries a node along that only ONNX Runtime can run. */
  private List<Value> opaque(String domain, NodeDraft draft) {
    for (Object attribute : draft.attributes.values()) {
      if (attribute instanceof GraphProto) {
        throw new UnsupportedModelException(
            draft.label, "holds a graph, and Tenon does not know the operator");
      }
    }
    Operator operator =
        new CustomOperator.Opaque(domain, draft.opType, draft.attributes, node.getOutputCount());
    List<TensorType> types = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < node.getOutputCount(); i++) {
      types.add(declared(i, OpaqueTypes.of(draft)));
      names.add(node.getOutput(i).isEmpty() ? name + ":" + i : node.getOutput(i));
    }
    if (!reader.place().prefix().isEmpty()) {
      names.replaceAll(output -> reader.builder().unique(reader.place().prefix() + output));
    }
    return reader.builder().apply(operator, name, origin, draft.inputs, types, names).outputs();
  }
}
