package dev.tenon.internal.lora;

import dev.tenon.ir.graph.View;
import java.util.List;

/**
 * Where PyTorch has a weight.
 *
 * @param names the names of the tensor: first as it is written, then others that are read
 * @param view the conversion from PyTorch's form to that of the layer
 */
public record PeftPlace(List<String> names, View view) {
  public PeftPlace {
    names = List.copyOf(names);
  }
}
