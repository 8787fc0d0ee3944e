package dev.tenon.ir.op;

import dev.tenon.ir.graph.Inference;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.schema.TypeNumbers;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Operators of signal processing; complex numbers have a last axis of length 2. */
public sealed interface Signal extends OperatorFamily {

  /**
   * The discrete Fourier transform along an axis: x (…, 1 or 2), optional length to which the axis
   * is cut or filled with zeros, optional axis (-2). With {@code onesided} the mirrored second half
   * is absent: from the result, or for the inverse from the input.
   */
  record DFT(long inverse, long onesided) implements Signal {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      long[] axis = in.has(2) ? in.longs(2) : new long[] {-2};
      if (!x.ranked()) {
        return List.of(in.type(0));
      }
      long parts = inverse == 1 && onesided == 1 ? 1 : 2;
      if (axis == null) {
        Shape open = inverse == 1 || !in.has(1) ? x : Shape.ofRank(x.rank());
        Shape shape = onesided == 1 || in.has(1) ? Shape.ofRank(x.rank()) : open;
        return List.of(in.type(0).with(shape.with(-1, Dim.of(parts))));
      }
      int at = x.axis(Math.toIntExact(axis[0]));
      if (at == x.rank() - 1) {
        throw new IllegalArgumentException("axis " + axis[0] + " is the one of complex numbers");
      }
      Dim length = x.dim(at);
      if (in.has(1)) {
        long[] given = in.longs(1);
        length = given == null ? Dim.unknown() : Dim.of(given[0]);
      } else if (parts == 1) {
        length = length.plus(-1).times(2);
      }
      if (onesided == 1 && inverse == 0) {
        length = length.floorDiv(2).plus(1);
      }
      return List.of(in.type(0).with(x.with(at, length).with(-1, Dim.of(parts))));
    }
  }

  /**
   * The Fourier transforms of pieces of a signal: signal (batch, length, 1 or 2), step, optional
   * window, optional length of a piece (the window's). Returns (batch, frames, frequencies, 2).
   */
  record STFT(long onesided) implements Signal {
    @Override
    public List<TensorType> infer(Inference in) {
      Shape x = in.shape(0);
      Dim batch = x.ranked() ? x.dim(0) : Dim.unknown();
      Dim piece = piece(in);
      long[] step = in.longs(1);
      Dim pieces = Dim.unknown();
      if (step != null && step[0] > 0 && piece.isKnown() && x.ranked() && x.dim(1).isKnown()) {
        pieces = x.dim(1).plus(-piece.orMinusOne()).floorDiv(step[0]).plus(1);
      }
      Dim frequencies = onesided == 1 ? piece.floorDiv(2).plus(1) : piece;
      return List.of(in.type(0).with(Shape.of(batch, pieces, frequencies, Dim.of(2))));
    }

    private static Dim piece(Inference in) {
      if (in.has(3)) {
        long[] given = in.longs(3);
        return given == null ? Dim.unknown() : Dim.of(given[0]);
      }
      return in.has(2) && in.shape(2).ranked() ? in.shape(2).dim(0) : Dim.unknown();
    }
  }

  /**
   * The weights that gather frequencies into bins of the mel scale: five scalars, the number of
   * bins, the length of the transform, samples a second, lowest and highest frequency in hertz.
   *
   * @param outputDatatype ONNX's number of the element type, 1 for float32
   */
  record MelWeightMatrix(long outputDatatype) implements Signal {
    @Override
    public List<TensorType> infer(Inference in) {
      Tensor bins = in.constant(0);
      Tensor length = in.constant(1);
      return List.of(
          new TensorType(
              dtype(),
              Shape.of(
                  length == null ? Dim.unknown() : Dim.of(length.getLong(0) / 2 + 1),
                  bins == null ? Dim.unknown() : Dim.of(bins.getLong(0)))));
    }

    /** Returns the element type of the result. */
    public DType dtype() {
      return TypeNumbers.ofNumbers(outputDatatype);
    }
  }
}
