package dev.tenon.quantizers;

/** Placeholder. */
public record GPTQConfig() implements QuantizationConfig {
  @Override
  public String mode() {
    return "gptq";
  }
}
