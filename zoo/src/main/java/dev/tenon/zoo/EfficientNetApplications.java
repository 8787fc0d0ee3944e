package dev.tenon.zoo;

/** The names of EfficientNet and EfficientNetV2, for {@link Applications}. */
abstract class EfficientNetApplications {
  EfficientNetApplications() {}

  /**
   * Returns EfficientNetB0, a network for images of 224 × 224 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb0-function">Keras:
   *     EfficientNetB0</a>
   */
  public static Application efficientNetB0() {
    return Applications.named("EfficientNetB0");
  }

  /**
   * Returns EfficientNetB1, a network for images of 240 × 240 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb1-function">Keras:
   *     EfficientNetB1</a>
   */
  public static Application efficientNetB1() {
    return Applications.named("EfficientNetB1");
  }

  /**
   * Returns EfficientNetB2, a network for images of 260 × 260 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb2-function">Keras:
   *     EfficientNetB2</a>
   */
  public static Application efficientNetB2() {
    return Applications.named("EfficientNetB2");
  }

  /**
   * Returns EfficientNetB3, a network for images of 300 × 300 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb3-function">Keras:
   *     EfficientNetB3</a>
   */
  public static Application efficientNetB3() {
    return Applications.named("EfficientNetB3");
  }

  /**
   * Returns EfficientNetB4, a network for images of 380 × 380 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb4-function">Keras:
   *     EfficientNetB4</a>
   */
  public static Application efficientNetB4() {
    return Applications.named("EfficientNetB4");
  }

  /**
   * Returns EfficientNetB5, a network for images of 456 × 456 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb5-function">Keras:
   *     EfficientNetB5</a>
   */
  public static Application efficientNetB5() {
    return Applications.named("EfficientNetB5");
  }

  /**
   * Returns EfficientNetB6, a network for images of 528 × 528 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb6-function">Keras:
   *     EfficientNetB6</a>
   */
  public static Application efficientNetB6() {
    return Applications.named("EfficientNetB6");
  }

  /**
   * Returns EfficientNetB7, a network for images of 600 × 600 pixels.
   *
   * @see <a href="https://keras.io/api/applications/efficientnet/#efficientnetb7-function">Keras:
   *     EfficientNetB7</a>
   */
  public static Application efficientNetB7() {
    return Applications.named("EfficientNetB7");
  }

  /**
   * Returns EfficientNetV2B0, a network for images of 224 × 224 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/efficientnet_v2/#efficientnetv2b0-function">Keras:
   *     EfficientNetV2B0</a>
   */
  public static Application efficientNetV2B0() {
    return Applications.named("EfficientNetV2B0");
  }

  /**
   * Returns EfficientNetV2B1, a network for images of 240 × 240 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/efficientnet_v2/#efficientnetv2b1-function">Keras:
   *     EfficientNetV2B1</a>
   */
  public static Application efficientNetV2B1() {
    return Applications.named("EfficientNetV2B1");
  }

  /**
   * Returns EfficientNetV2B2, a network for images of 260 × 260 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/efficientnet_v2/#efficientnetv2b2-function">Keras:
   *     EfficientNetV2B2</a>
   */
  public static Application efficientNetV2B2() {
    return Applications.named("EfficientNetV2B2");
  }

  /**
   * Returns EfficientNetV2B3, a network for images of 300 × 300 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/efficientnet_v2/#efficientnetv2b3-function">Keras:
   *     EfficientNetV2B3</a>
   */
  public static Application efficientNetV2B3() {
    return Applications.named("EfficientNetV2B3");
  }

  /**
   * Returns EfficientNetV2S, a network for images of 384 × 384 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/efficientnet_v2/#efficientnetv2s-function">Keras:
   *     EfficientNetV2S</a>
   */
  public static Application efficientNetV2S() {
    return Applications.named("EfficientNetV2S");
  }

  /**
   * Returns EfficientNetV2M, a network for images of 480 × 480 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/efficientnet_v2/#efficientnetv2m-function">Keras:
   *     EfficientNetV2M</a>
   */
  public static Application efficientNetV2M() {
    return Applications.named("EfficientNetV2M");
  }

  /**
   * Returns EfficientNetV2L, a network for images of 480 × 480 pixels.
   *
   * @see <a
   *     href="https://keras.io/api/applications/efficientnet_v2/#efficientnetv2l-function">Keras:
   *     EfficientNetV2L</a>
   */
  public static Application efficientNetV2L() {
    return Applications.named("EfficientNetV2L");
  }
}
