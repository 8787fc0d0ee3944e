package dev.tenon.runtime.tensorflow.session;

import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.tensorflow.graph.HostTensors;
import dev.tenon.runtime.tensorflow.graph.NativeGraphs;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * A run whose arguments for TensorFlow's C library are made once.
 *
 * <p>TensorFlow Java makes a dozen native objects for each run and enters each in a list, under a
 * lock that all threads share: as much work as a small network.
 */
final class PreparedRun implements AutoCloseable {
  private final String model;
  private final List<GraphSession.Feed> feeds;
  private final List<DType> types;
  private final TF_Session session;
  private final TF_Output fed;
  private final TF_Output fetched;
  private final TF_Buffer here;
  private final Queue<Arguments> idle = new ConcurrentLinkedQueue<>();

  private PreparedRun(
      String model,
      TF_Session session,
      List<GraphSession.Feed> feeds,
      List<Output<?>> fetches,
      List<DType> types) {
    this.model = model;
    this.feeds = List.copyOf(feeds);
    this.types = List.copyOf(types);
    this.session = session;
    this.fed = outputs(feeds.stream().<Output<?>>map(GraphSession.Feed::placeholder).toList());
    this.fetched = outputs(fetches);
    this.here = TF_Buffer.newBufferFromString(GraphSession.HERE).retainReference();
  }

  /**
   * Prepares a run; returns null where only TensorFlow Java can make it: with texts, and on the
   * module path, where the session is out of reach. Nor is a tensor fetched twice.
   *
   * @param model named in messages
   * @param types the element type that each of {@code fetches} stands for
   */
  static @Nullable PreparedRun of(
      String model,
      Session session,
      List<GraphSession.Feed> feeds,
      List<Output<?>> fetches,
      List<DType> types) {
    boolean texts =
        types.contains(DType.STRING)
            || feeds.stream().anyMatch(feed -> feed.value().dtype() == DType.STRING);
    boolean twice = fetches.stream().distinct().count() < fetches.size();
    return texts || twice
        ? null
        : NativeGraphs.find(session)
            .map(handle -> new PreparedRun(model, handle, feeds, fetches, types))
            .orElse(null);
  }

  /** Returns an array of the C library. */
  private static TF_Output outputs(List<Output<?>> tensors) {
    // Kept whatever scope of JavaCPP the caller's thread has open.
    TF_Output array = new TF_Output(Math.max(1, tensors.size())).retainReference();
    for (int i = 0; i < tensors.size(); i++) {
      Output<?> tensor = tensors.get(i);
      TF_Operation operation = ((GraphOperation) tensor.op()).getUnsafeNativeHandle();
      array.position(i).oper(operation).index(tensor.index());
    }
    return array.position(0);
  }

  /** What one run at a time hands to the C library. */
  private record Arguments(
      PointerPointer<TF_Tensor> fed, PointerPointer<TF_Tensor> fetched, TF_Status status)
      implements AutoCloseable {
    static Arguments of(int feeds, int fetches) {
      return new Arguments(
          new PointerPointer<TF_Tensor>(Math.max(1, feeds)).retainReference(),
          new PointerPointer<TF_Tensor>(Math.max(1, fetches)).retainReference(),
          TF_Status.newStatus().retainReference());
    }

    @Override
    public void close() {
      fed.close();
      fetched.close();
      status.close();
    }
  }

  /**
   * Makes the run; several threads may do so at a time.
   *
   * @param alone whether the thread that asks does all of it
   */
  List<Tensor> run(Map<String, Tensor> inputs, boolean alone) {
    Arguments known = idle.poll();
    Arguments arguments = known == null ? Arguments.of(feeds.size(), types.size()) : known;
    try {
      run(inputs, alone, arguments);
      return results(arguments.fetched);
    } catch (RuntimeException e) {
      throw RunFailure.explain(e, NativeInputs.given(feeds, inputs));
    } finally {
      idle.add(arguments);
    }
  }

  private void run(Map<String, Tensor> inputs, boolean alone, Arguments arguments) {
    List<TF_Tensor> tensors = new ArrayList<>(feeds.size());
    try {
      for (GraphSession.Feed feed : feeds) {
        Value value = feed.value();
        TF_Tensor tensor = HostTensors.toHandle(NativeInputs.checked(model, value, inputs));
        arguments.fed.put(tensors.size(), tensor);
        tensors.add(tensor);
      }
      tensorflow.TF_SessionRun(
          session,
          alone ? here : null,
          fed,
          arguments.fed,
          feeds.size(),
          fetched,
          arguments.fetched,
          types.size(),
          (PointerPointer<?>) null,
          0,
          (TF_Buffer) null,
          arguments.status);
      arguments.status.throwExceptionIfNotOK();
    } finally {
      tensors.forEach(tensorflow::TF_DeleteTensor);
    }
  }

  private List<Tensor> results(PointerPointer<TF_Tensor> found) {
    List<TF_Tensor> tensors = new ArrayList<>(types.size());
    try {
      for (int i = 0; i < types.size(); i++) {
        tensors.add(found.get(TF_Tensor.class, i));
      }
      List<Tensor> results = new ArrayList<>(types.size());
      for (int i = 0; i < types.size(); i++) {
        results.add(HostTensors.fromHandle(tensors.get(i), types.get(i)));
      }
      return results;
    } finally {
      tensors.forEach(tensorflow::TF_DeleteTensor);
    }
  }

  /** Frees the arguments; no run may be on its way. */
  @Override
  public void close() {
    idle.forEach(Arguments::close);
    idle.clear();
    List.<Pointer>of(fed, fetched, here).forEach(Pointer::close);
  }
}
