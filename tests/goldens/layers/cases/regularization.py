"""Layers that act in training only: at inference they pass their input on."""

from golden import Family

family = Family("regularization")


@family.case()
def identity_at_inference(k):
    layers = k.layers
    x, images = k.Input((4, 3), name="x"), k.Input((3, 4, 2), name="images")
    video = k.Input((2, 3, 2, 2), name="video")
    y = layers.Dense(4, name="dense")(x)
    for layer in (
        layers.Dropout(0.4, name="dropout"),
        layers.Dropout(0.4, noise_shape=(None, 1, 4), seed=3, name="dropout_shape"),
        layers.SpatialDropout1D(0.3, name="spatial1d"),
        layers.AlphaDropout(0.2, name="alpha"),
        layers.GaussianDropout(0.2, name="gaussian"),
        layers.GaussianNoise(0.5, name="noise"),
        layers.ActivityRegularization(l1=0.1, l2=0.2, name="activity"),
    ):
        y = layer(y)
    z = layers.SpatialDropout2D(0.3, data_format="channels_first", name="spatial2d")(images)
    v = layers.SpatialDropout3D(0.3, name="spatial3d")(video)
    return k.Model([x, images, video], [y, layers.Conv2D(2, 2, name="conv")(z), v])


@family.case()
def regularizers_and_constraints(k):
    """They are in the configuration and change nothing at inference."""
    x = k.Input((4,), name="x")
    module = k.module
    dense = k.layers.Dense(
        3,
        kernel_regularizer=module.regularizers.L1L2(0.1, 0.2),
        bias_regularizer="l2",
        activity_regularizer=module.regularizers.L1(0.1),
        kernel_constraint=module.constraints.MaxNorm(2.0, axis=0),
        bias_constraint="non_neg",
        kernel_initializer=module.initializers.VarianceScaling(2.0, "fan_out", "uniform", seed=4),
        bias_initializer=module.initializers.Constant(0.5),
        name="dense",
    )
    frozen = k.layers.Dense(2, trainable=False, name="frozen")
    return k.Model(x, frozen(dense(x)))
