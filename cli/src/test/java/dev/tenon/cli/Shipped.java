package dev.tenon.cli;

import dev.tenon.testing.Checkout;
import java.nio.file.Path;

/** Files of the checkout that commands are tried with. */
public final class Shipped {
  /** The model that ships with the repository, and what Keras says of eight digits. */
  public static final Path MNIST = Checkout.file("samples/models/mnist_cnn.h5");

  public static final Path MNIST_GOLDEN = Checkout.file("samples/models/mnist_cnn_golden.npz");

  /** Recordings of every layer. */
  public static final Path LAYERS = Checkout.file("tests/goldens/layers");

  private Shipped() {}
}
