package dev.tenon.quantizers;

/** Placeholder. */
public record AWQConfig() implements QuantizationConfig {
  @Override
  public String mode() {
    return "awq";
  }
}
