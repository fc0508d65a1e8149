#!/usr/bin/env python3
"""Writes tests/nn/reference/*.txt: values of an independent program (PyTorch) for the tests of src/nn.

Not needed to build or to run the tests. On Debian: apt install python3-torch, then
    /usr/bin/python3 tools/oracle_torch.py tests/nn/reference
Everything is computed in double precision. Arrays are written as  tensor NAME d0 d1 …  and then the values in
column-major order with labels H W C N (image data), R S C K (filters), rows x columns (matrices).
"""
import sys
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


class Writer:
    def __init__(self, path, what):
        self.file = open(path, "w")
        self.file.write(f"# {what}\n# Origin: PyTorch {torch.__version__}, tools/oracle_torch.py\n")

    def put(self, name, value):
        """value: tensor already in our order of dimensions."""
        value = value.detach()
        dims = list(value.shape) or [1]
        if len(dims) == 1:
            dims = [dims[0], 1]
        flat = value.reshape(value.shape or (1,)).permute(*reversed(range(max(value.dim(), 1)))).reshape(-1)
        self.file.write(f"tensor {name} {' '.join(map(str, dims))}\n")
        for i in range(0, len(flat), 6):
            self.file.write(" ".join(f"{v:.15g}" for v in flat[i:i + 6].tolist()) + "\n")


def image(x):
    """N C H W to H W C N."""
    return x.permute(2, 3, 1, 0)


def filters(w):
    """K C R S to R S C K."""
    return w.permute(2, 3, 1, 0)


def leaf(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).requires_grad_()


def mlp(folder):
    torch.manual_seed(1)
    out = Writer(f"{folder}/mlp.txt", "12-8-6-4 network: relu, sigmoid, softmax, cross-entropy; 5 observations")
    x, labels = torch.randn(5, 12), torch.tensor([0, 3, 1, 2, 3])
    t = F.one_hot(labels, 4).double()
    w = [leaf(8, 12, scale=0.4), leaf(6, 8, scale=0.5), leaf(4, 6, scale=0.7)]
    b = [leaf(8, scale=0.2), leaf(6, scale=0.2), leaf(4, scale=0.2)]
    h1 = F.relu(F.linear(x, w[0], b[0]))
    h2 = torch.sigmoid(F.linear(h1, w[1], b[1]))
    y = F.softmax(F.linear(h2, w[2], b[2]), dim=1)
    loss = -(t * y.log()).sum() / 5
    loss.backward()
    out.put("x", x.T)
    out.put("t", t.T)
    for i in range(3):
        out.put(f"w{i + 1}", w[i])
        out.put(f"b{i + 1}", b[i])
    out.put("h1", h1.T)
    out.put("h2", h2.T)
    out.put("y", y.T)
    out.put("loss", loss)
    for i in range(3):
        out.put(f"dw{i + 1}", w[i].grad)
        out.put(f"db{i + 1}", b[i].grad)


def convnet(folder):
    torch.manual_seed(2)
    out = Writer(f"{folder}/convnet.txt", "conv 3x2 stride 2,1 padding 1,0,1,1; batch norm; tanh; max pool 2x2 stride 1,2; "
                 "conv 2x2 dilation 1,2; average pool 2x1; fully connected 3; mean squared error (half)")
    x = leaf(3, 2, 8, 7)
    w1, b1 = leaf(4, 2, 3, 2, scale=0.5), leaf(4, scale=0.2)
    offset, scale = leaf(4, scale=0.3), (1 + 0.3 * torch.randn(4)).detach().requires_grad_()
    w2, b2 = leaf(5, 4, 2, 2, scale=0.4), leaf(5, scale=0.2)
    a = F.conv2d(F.pad(x, (1, 1, 1, 0)), w1, b1, stride=(2, 1))
    n = F.batch_norm(a, None, None, scale, offset, training=True, eps=1e-5)
    p = F.max_pool2d(torch.tanh(n), (2, 2), stride=(1, 2))
    c = F.conv2d(p, w2, b2, dilation=(1, 2))
    q = F.avg_pool2d(c, (2, 1), stride=(1, 1))
    # features in our order: rows fastest, then columns, channels
    f = q.permute(0, 1, 3, 2).reshape(3, -1)
    w3, b3 = leaf(3, f.shape[1], scale=0.4), leaf(3, scale=0.2)
    y = F.linear(f, w3, b3)
    t = torch.randn(3, 3)
    loss = ((y - t) ** 2).sum() / (2 * 3)
    loss.backward()
    out.put("x", image(x))
    out.put("t", t.T)
    for name, value in (("w1", filters(w1)), ("b1", b1), ("offset", offset), ("scale", scale), ("w2", filters(w2)),
                        ("b2", b2), ("w3", w3), ("b3", b3), ("a", image(a)), ("n", image(n)), ("p", image(p)),
                        ("c", image(c)), ("q", image(q)), ("y", y.T), ("loss", loss), ("dx", image(x.grad)),
                        ("dw1", filters(w1.grad)), ("db1", b1.grad), ("doffset", offset.grad), ("dscale", scale.grad),
                        ("dw2", filters(w2.grad)), ("db2", b2.grad), ("dw3", w3.grad), ("db3", b3.grad)):
        out.put(name, value)


def functions(folder):
    torch.manual_seed(3)
    out = Writer(f"{folder}/functions.txt", "activations, losses, layer normalization, transposed convolution: values and "
                 "gradients of sum(f(x) .* r)")
    x, r = torch.linspace(-4, 4, 24).reshape(4, 6), torch.randn(4, 6)
    out.put("x", x)
    out.put("r", r)
    for name, f in (("sigmoid", torch.sigmoid), ("tanh", torch.tanh), ("relu", F.relu), ("gelu", F.gelu),
                    ("gelu_tanh", lambda v: F.gelu(v, approximate="tanh")), ("elu", lambda v: F.elu(v, 1.3)),
                    ("leakyrelu", lambda v: F.leaky_relu(v, 0.1)), ("swish", F.silu), ("softplus", F.softplus),
                    ("clippedrelu", lambda v: torch.clamp(v, 0, 2.1)), ("softmax", lambda v: F.softmax(v, dim=0)),
                    ("layernorm", lambda v: F.layer_norm(v.T, [4], eps=1e-5).T)):
        v = x.clone().requires_grad_()
        y = f(v)
        (y * r).sum().backward()
        out.put(name, y)
        out.put("d" + name, v.grad)
    for name, f in (("l1loss", lambda v: (v - r).abs().sum() / 6), ("l2loss", lambda v: ((v - r) ** 2).sum() / 6),
                    ("mse", lambda v: ((v - r) ** 2).sum() / 12),
                    ("huber", lambda v: F.huber_loss(v, r, reduction="sum", delta=1.0) / 6)):
        v = x.clone().requires_grad_()
        y = f(v)
        y.backward()
        out.put(name, y)
        out.put("d" + name, v.grad)
    g, w, b = leaf(2, 3, 4, 3), leaf(3, 2, 3, 2), leaf(2)
    y = F.conv_transpose2d(g, w, b, stride=(2, 1), padding=(1, 0))
    s = torch.randn(*y.shape)
    (y * s).sum().backward()
    out.put("tc_x", image(g))
    out.put("tc_w", w.permute(2, 3, 1, 0))
    out.put("tc_b", b)
    out.put("tc_s", image(s))
    out.put("tc_y", image(y))
    out.put("tc_dx", image(g.grad))
    out.put("tc_dw", w.grad.permute(2, 3, 1, 0))
    out.put("tc_db", b.grad)


def optimizers(folder):
    torch.manual_seed(4)
    out = Writer(f"{folder}/optimizers.txt", "20 steps on sum(c .* (w - t).^4); adam with eps 1e-300 (its place does not "
                 "matter then), sgdm, rmsprop; w after 1 and after 20 steps")
    w0, t, c = torch.randn(3, 4), torch.randn(3, 4), torch.rand(3, 4)
    for name, value in (("w0", w0), ("t", t), ("c", c)):
        out.put(name, value)
    for name, make in (("adam", lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-300)),
                       ("sgdm", lambda p: torch.optim.SGD(p, lr=0.005, momentum=0.7)),
                       ("rmsprop", lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.85, eps=1e-3))):
        w = w0.clone().requires_grad_()
        optimizer = make([w])
        for step in range(1, 21):
            optimizer.zero_grad()
            (c * (w - t) ** 4).sum().backward()
            optimizer.step()
            if step in (1, 20):
                out.put(f"{name}{step}", w)


def second_order(folder):
    torch.manual_seed(5)
    out = Writer(f"{folder}/second.txt", "physics-informed loss: tanh network u(x,t), loss = mean((u_t - 0.3 u_xx + u u_x)^2)"
                 " over 7 points, gradients with respect to the weights")
    xt = torch.randn(2, 7)
    w1, b1, w2, b2 = leaf(5, 2, scale=0.7), leaf(5, scale=0.3), leaf(1, 5, scale=0.7), leaf(1, scale=0.3)
    x, t = xt[0:1].clone().requires_grad_(), xt[1:2].clone().requires_grad_()
    u = w2 @ torch.tanh(w1 @ torch.cat([x, t]) + b1[:, None]) + b2[:, None]
    ux, ut = torch.autograd.grad(u.sum(), (x, t), create_graph=True)
    uxx, = torch.autograd.grad(ux.sum(), x, create_graph=True)
    loss = ((ut - 0.3 * uxx + u * ux) ** 2).mean()
    loss.backward()
    for name, value in (("x", x), ("t", t), ("w1", w1), ("b1", b1), ("w2", w2), ("b2", b2), ("u", u), ("ux", ux),
                        ("ut", ut), ("uxx", uxx), ("loss", loss), ("dw1", w1.grad), ("db1", b1.grad),
                        ("dw2", w2.grad)):
        out.put(name, value)


def lstm(folder):
    torch.manual_seed(6)
    out = Writer(f"{folder}/lstm.txt", "LSTM 3 -> 4 over 5 steps, 2 sequences; sum(output .* r); rows of weights: input, "
                 "forget, candidate, output gate")
    cell = torch.nn.LSTM(3, 4)
    x, r = leaf(5, 2, 3), torch.randn(5, 2, 4)
    h0, c0 = torch.randn(1, 2, 4), torch.randn(1, 2, 4)
    y, (h, c) = cell(x, (h0, c0))
    (y * r).sum().backward()
    order = (2, 1, 0)
    for name, value in (("x", x.permute(order)), ("r", r.permute(order)), ("w", cell.weight_ih_l0),
                        ("u", cell.weight_hh_l0), ("b", cell.bias_ih_l0 + cell.bias_hh_l0), ("h0", h0[0].T),
                        ("c0", c0[0].T), ("y", y.permute(order)), ("h", h[0].T), ("c", c[0].T),
                        ("dx", x.grad.permute(order)), ("dw", cell.weight_ih_l0.grad), ("du", cell.weight_hh_l0.grad),
                        ("db", cell.bias_ih_l0.grad)):
        out.put(name, value)


def conv1d(folder):
    torch.manual_seed(7)
    out = Writer(f"{folder}/conv1d.txt", "causal 1-D convolution, filter 3, dilation 2, 2 -> 4 channels, 6 steps, 3 sequences, "
                 "then mean over time; sum(output .* r)")
    x, w, b, r = leaf(3, 2, 6), leaf(4, 2, 3), leaf(4), torch.randn(3, 4)
    y = F.conv1d(F.pad(x, (4, 0)), w, b, dilation=2)
    (y.mean(dim=2) * r).sum().backward()
    cbt, rck = (1, 0, 2), (2, 1, 0)
    for name, value in (("x", x.permute(cbt)), ("w", w.permute(rck)), ("b", b), ("r", r.T), ("y", y.permute(cbt)),
                        ("m", y.mean(dim=2).T), ("dx", x.grad.permute(cbt)), ("dw", w.grad.permute(rck)),
                        ("db", b.grad)):
        out.put(name, value)


if __name__ == "__main__":
    for make in (mlp, convnet, functions, optimizers, second_order, lstm, conv1d):
        make(sys.argv[1])
