package dev.tenon.engine;

import java.util.Arrays;
import java.util.List;

/**
 * A library that executes models.
 *
 * <p>Each engine needs its Tenon dependency: {@code tenon-runtime-tensorflow} or {@code
 * tenon-runtime-onnxruntime}. Models of Keras layers run on both and train on TensorFlow.
 */
public enum Engine {
  /** TensorFlow Java. Runs every kind of model and trains. */
  TENSORFLOW("tensorflow"),

  /** ONNX Runtime Java. Runs Keras and ONNX models. */
  ONNX_RUNTIME("onnxruntime");

  private final String id;

  Engine(String id) {
    this.id = id;
  }

  /** Returns options that choose TensorFlow's device: {@code Engine.tensorflow().gpu().use()}. */
  public static EngineOptions tensorflow() {
    return EngineOptions.none(TENSORFLOW);
  }

  /**
   * Returns options that choose ONNX Runtime's device or kernels: {@code
   * Engine.onnxruntime().cuda().use()}.
   */
  public static EngineOptions onnxruntime() {
    return EngineOptions.none(ONNX_RUNTIME);
  }

  /** Returns the name in commands and messages: {@code tensorflow} or {@code onnxruntime}. */
  public String id() {
    return id;
  }

  /**
   * Returns the engine of a name.
   *
   * @param id {@code tensorflow} or {@code onnxruntime}
   * @throws IllegalArgumentException for any other name
   */
  public static Engine of(String id) {
    return Arrays.stream(values())
        .filter(engine -> engine.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no engine '" + id + "'; the engines are " + List.of(values())));
  }

  /**
   * Returns the engine for models of Keras layers: the system property {@code tenon.engine}, or
   * TensorFlow.
   *
   * @throws IllegalArgumentException for another value of the property
   */
  public static Engine preferred() {
    return of(System.getProperty("tenon.engine", TENSORFLOW.id));
  }

  /** Returns the {@link #id()}. */
  @Override
  public String toString() {
    return id;
  }
}
