package dev.tenon.tests.cli;

import java.nio.file.Path;

/** Files of the checkout that commands are tried with. */
final class Shipped {
  static final Path ROOT =
      Path.of(System.getProperty("tenon.root", "..")).toAbsolutePath().normalize();

  /** The model that ships with the repository, and what Keras says of eight digits. */
  static final Path MNIST = ROOT.resolve("samples/models/mnist_cnn.h5");

  static final Path MNIST_GOLDEN = ROOT.resolve("samples/models/mnist_cnn_golden.npz");

  /** Recordings of every layer. */
  static final Path LAYERS = ROOT.resolve("tests/goldens/layers");

  private Shipped() {}
}
