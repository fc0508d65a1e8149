%! error MATLAB:table:join:CantInferKey
innerjoin(table(1,VariableNames="a"),table(1,VariableNames="b"))
