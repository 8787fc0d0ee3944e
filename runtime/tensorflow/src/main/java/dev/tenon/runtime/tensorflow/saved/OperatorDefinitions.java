package dev.tenon.runtime.tensorflow.saved;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.OpDef;

/**
 * TensorFlow's own definitions of its operations: inputs, outputs, attributes, deprecation.
 *
 * <p>They are asked for one by one, because the whole list holds some 1,500.
 */
public final class OperatorDefinitions {
  private static final Map<String, OpDef> KNOWN = new ConcurrentHashMap<>();

  private OperatorDefinitions() {}

  /**
   * Returns the definition of an operation; TensorFlow's library must be loaded.
   *
   * @throws org.tensorflow.exceptions.TensorFlowException where this TensorFlow has no such
   *     operation
   */
  public static OpDef of(String operator) {
    return KNOWN.computeIfAbsent(operator, OperatorDefinitions::read);
  }

  private static OpDef read(String operator) {
    try (PointerScope scope = new PointerScope()) {
      TF_Graph graph = TF_Graph.newGraph();
      TF_Buffer definition = TF_Buffer.newBuffer();
      TF_Status status = TF_Status.newStatus();
      scope.attach(graph).attach(definition).attach(status);
      tensorflow.TF_GraphGetOpDef(graph, operator, definition, status);
      status.throwExceptionIfNotOK();
      return OpDef.parseFrom(definition.copyData());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("TensorFlow's definition of " + operator, e);
    }
  }
}
