package dev.tenon.runtime.tensorflow.graph;

import java.lang.reflect.Field;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Input;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * What TensorFlow's C library does with a graph or a session and its Java library does not offer.
 */
public final class NativeGraphs {
  private NativeGraphs() {}

  /** Returns the C library's graph, which is out of reach on the module path. */
  public static Optional<TF_Graph> find(Graph graph) {
    return find(Graph.class, graph, TF_Graph.class);
  }

  /** Returns the C library's session, which is out of reach on the module path. */
  public static Optional<TF_Session> find(Session session) {
    return find(Session.class, session, TF_Session.class);
  }

  private static <T, H> Optional<H> find(Class<T> type, T object, Class<H> handle) {
    try {
      Field field = type.getDeclaredField("nativeHandle");
      field.setAccessible(true);
      return Optional.ofNullable(handle.cast(field.get(object)));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Lets an operation read another tensor.
   *
   * @param to no session may have run it
   * @param input which of its inputs
   */
  public static void connect(TF_Graph graph, Output<?> from, GraphOperation to, int input) {
    GraphOperation source = (GraphOperation) from.op();
    TF_Status status = TF_Status.newStatus();
    try (TF_Output output = new TF_Output();
        TF_Input target = new TF_Input()) {
      output.oper(source.getUnsafeNativeHandle()).index(from.index());
      target.oper(to.getUnsafeNativeHandle()).index(input);
      tensorflow.TF_UpdateEdge(graph, output, target, status);
      status.throwExceptionIfNotOK();
    }
  }
}
